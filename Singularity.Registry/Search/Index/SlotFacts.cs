using System.Runtime.InteropServices;

namespace Singularity.Registry.Search.Index;

/// <summary>What scoring asks of every document, close together in memory; all zero where no document is.</summary>
/// <param name="Popularity">The factor for downloads, at least 1.</param>
/// <param name="Name">Words of the name; the others likewise.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SlotFacts(float Popularity, ushort Name, ushort Summary, ushort Body);
