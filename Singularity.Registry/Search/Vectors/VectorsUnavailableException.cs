namespace Singularity.Registry.Search.Vectors;

/// <summary>No vectors for now; the text says why.</summary>
internal sealed class VectorsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
