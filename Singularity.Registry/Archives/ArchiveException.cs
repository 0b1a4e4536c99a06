namespace Singularity.Registry.Archives;

/// <summary>An archive that is broken or breaks a limit. The message continues "The archive ...".</summary>
internal sealed class ArchiveException(string message, Exception? inner = null) : Exception(message, inner);
