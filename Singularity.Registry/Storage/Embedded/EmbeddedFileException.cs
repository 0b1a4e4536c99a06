using LiteDB;

namespace Singularity.Registry.Storage.Embedded;

internal enum EmbeddedFault
{
    /// <summary>The bytes are not what LiteDB wrote.</summary>
    Damaged,

    /// <summary>Another program holds it.</summary>
    Locked,

    /// <summary>The disk is full, the folder is gone, access is denied, or the disk fails.</summary>
    Unusable,

    /// <summary>It was replaced while it was being read through.</summary>
    Replaced,
}

/// <summary>What kept the embedded file from answering. It is a <see cref="LiteException"/>, as every caller that can do without the file expects.</summary>
internal sealed class EmbeddedFileException(EmbeddedFault fault, string message, int code = LiteException.INVALID_DATAFILE_STATE) : LiteException(code, message)
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);

    public EmbeddedFault Fault { get; } = fault;

    public static EmbeddedFileException Damaged(string file, string reason) => new(EmbeddedFault.Damaged, $"The embedded file {file} is damaged: {reason}");

    public static EmbeddedFileException Replaced(string file) => new(
        EmbeddedFault.Replaced, $"The embedded file {file} was damaged and replaced while it was being read; ask again.", ENGINE_DISPOSED);

    /// <summary>Null when the exception says nothing about the file, such as one about a document that is given.</summary>
    public static EmbeddedFileException? From(Exception exception, string file) => exception switch
    {
        LiteException { ErrorCode: LOCK_TIMEOUT } => Locked(file),
        LiteException lite when lite.IsCritical || lite.ErrorCode is INVALID_DATABASE or INVALID_CTOR => Damaged(file, lite.Message),
        LiteException { ErrorCode: ENGINE_DISPOSED } or ObjectDisposedException => Unusable(file, exception.Message),
        EndOfStreamException => Damaged(file, exception.Message),
        IOException io when IsLock(io) => Locked(file),
        IOException or UnauthorizedAccessException => Unusable(file, exception.Message),

        // LiteDB reads pages and documents as they come; these are what wrong bytes make of it where it does not check.
        IndexOutOfRangeException or ArgumentOutOfRangeException or InvalidCastException or NullReferenceException or KeyNotFoundException
            or OverflowException or FormatException or InvalidDataException => Damaged(file, $"{exception.GetType().Name}: {exception.Message}"),
        _ => null,
    };

    /// <summary>As <see cref="From"/>, at opening: no document is given yet, so whatever is not the fault of disk or neighbours is the fault of the bytes.</summary>
    public static EmbeddedFileException? FromOpening(Exception exception, string file) => exception switch
    {
        EmbeddedFileException known => known,
        OutOfMemoryException or PlatformNotSupportedException => null,
        _ => From(exception, file) ?? Damaged(file, exception.Message),
    };

    private static EmbeddedFileException Locked(string file) => new(
        EmbeddedFault.Locked, $"The embedded file {file} is in use by another program. It is tried again; close that program if this stays.", LOCK_TIMEOUT);

    private static EmbeddedFileException Unusable(string file, string reason) => new(
        EmbeddedFault.Unusable,
        $"The embedded file {file} could not be used: {reason} Check that its disk has room and that this account may read and write there.");

    private static bool IsLock(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult is WindowsSharingViolation or WindowsLockViolation
        : exception.HResult is LinuxWouldBlock or MacWouldBlock;
}
