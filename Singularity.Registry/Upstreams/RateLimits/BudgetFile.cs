using System.Buffers.Binary;

namespace Singularity.Registry.Upstreams.RateLimits;

/// <summary>
/// Turns in a file: eight bytes each. A turn is taken by writing its eight bytes in place, under an exclusive lock that the system releases with the
/// process, so being killed at any point leaves the file as it was before or after.
/// </summary>
internal static class BudgetFile
{
    private const int Size = sizeof(long);

    /// <summary>The others hold the lock for microseconds; after these waits, 10 s in all, one of them must be hanging.</summary>
    private const int Attempts = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <param name="turns">Brought up to date with the file.</param>
    /// <exception cref="IOException">The file cannot be used, or stays locked.</exception>
    public static async Task<(int Place, long At)> TakeAsync(
        string path, long[] turns, RequestBudget budget, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(path, time, cancellationToken);
        var bytes = new byte[turns.Length * Size];
        var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        for (var i = 0; i < turns.Length; i++)
        {
            turns[i] = (i + 1) * Size <= count ? BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * Size)) : 0;
        }

        var turn = BudgetTurns.Next(turns, budget, time.GetUtcNow().UtcTicks);
        if (turn.Place >= 0)
        {
            turns[turn.Place] = turn.At;
            BinaryPrimitives.WriteInt64LittleEndian(bytes, turn.At);
            await RandomAccess.WriteAsync(file.SafeFileHandle, bytes.AsMemory(0, Size), (long)turn.Place * Size, CancellationToken.None);
        }

        return turn;
    }

    private static async Task<FileStream> OpenAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException exception) when (attempt < Attempts && IsLocked(exception))
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>ERROR_SHARING_VIOLATION, or EWOULDBLOCK of Linux and of macOS.</summary>
    private static bool IsLocked(IOException exception) => exception.GetType() == typeof(IOException)
        && (exception.HResult & 0xFFFF) is 32 or 11 or 35;
}
