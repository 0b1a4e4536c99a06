using Singularity.Registry.Storage.Coherence;

namespace Singularity.Registry.Search.Feeding;

/// <summary>Tells <see cref="IndexFeed"/> that a package was changed somewhere.</summary>
internal sealed class IndexSignal : WakeSignal;
