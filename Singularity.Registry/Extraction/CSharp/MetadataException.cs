namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Metadata that no compiler writes.</summary>
internal sealed class MetadataException(string message) : Exception(message);
