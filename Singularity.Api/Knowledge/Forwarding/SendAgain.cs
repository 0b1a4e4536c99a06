using Singularity.Api.Knowledge.Learning;
using Singularity.Knowledge.Storage;

namespace Singularity.Api.Knowledge.Forwarding;

/// <summary>
/// Has everything sent again to an authority that did not gather it last: one that this machine was linked with since, or whose database was made anew. What it has
/// already it passes over.
/// </summary>
internal sealed class SendAgain(Outbox outbox, OutboxSignal written, TimeProvider time, ILogger<SendAgain> logger)
{
    private const int LongestId = 64;

    // Linking starts this process anew; an authority that changes its mind more often does not get everything each time.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private string? _known;

    /// <param name="authority">Who answered; null where it does not say.</param>
    public async Task NoteAsync(string? authority, CancellationToken cancellationToken)
    {
        if (authority is null || authority == _known || !IsId(authority) || time.GetUtcNow() < _notBefore)
        {
            return;
        }

        var count = await outbox.EnqueueAgainAsync(authority, cancellationToken);
        _known = authority;
        if (count is not { } waiting)
        {
            return;
        }

        _notBefore = time.GetUtcNow() + Pause;
        if (waiting > 0)
        {
            SendAgainLog.Again(logger, authority, waiting);
            written.Set();
        }
    }

    private static bool IsId(string text) => text.Length is > 0 and <= LongestId && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}

internal static partial class SendAgainLog
{
    [LoggerMessage(1124, LogLevel.Information, "The authority {Authority} did not gather what was observed here before: {Count} observations are sent again.")]
    public static partial void Again(ILogger logger, string authority, long count);
}
