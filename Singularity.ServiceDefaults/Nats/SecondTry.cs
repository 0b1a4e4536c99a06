using Singularity.Contracts.Messaging;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>
/// Asks once more: a service that is busy or stopping after the pause that it asks for, and one that is silent after a while, the first answer of both counting. An
/// instance that was killed never answers, while a slow one does and gets no third request.
/// </summary>
internal sealed class SecondTry(TimeProvider time)
{
    /// <summary>Silence after which the answer may be lost; half the deadline where that is shorter.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Services ask for a moment; a package registry that asks for more is what the caller has to hear of.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <param name="ask">Sends the request; given how long it may take.</param>
    /// <param name="deadline">For everything.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<ServiceReply<TReply>> RunAsync<TReply>(
        Func<TimeSpan, CancellationToken, Task<ServiceReply<TReply>>> ask, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = ask(deadline, over.Token);
        var patience = deadline < Patience + Patience ? deadline / 2 : Patience;
        if (!await EndsAsync(first, patience, cancellationToken))
        {
            var second = ask(deadline - time.GetElapsedTime(started), over.Token);
            var reply = await FirstAsync(first, second, patience, cancellationToken);
            await over.CancelAsync();
            return reply;
        }

        var answer = await first;
        if (Pause(answer) is not { } pause || time.GetElapsedTime(started) + pause >= deadline)
        {
            return answer;
        }

        await Task.Delay(pause, time, cancellationToken);
        return await ask(deadline - time.GetElapsedTime(started), cancellationToken);
    }

    private static TimeSpan? Pause<TReply>(ServiceReply<TReply> reply) =>
        reply is ServiceReply<TReply>.Failed { Code: ErrorCodes.Busy or ErrorCodes.Unavailable, RetryAfter: { } after } && after <= LongestPause ? after : null;

    // Nobody may be there to hear the second, while an instance that is stopping still works on the first.
    private async Task<ServiceReply<TReply>> FirstAsync<TReply>(
        Task<ServiceReply<TReply>> first, Task<ServiceReply<TReply>> second, TimeSpan patience, CancellationToken cancellationToken)
    {
        var reply = await await Task.WhenAny(first, second);
        return reply is ServiceReply<TReply>.Failed && second.IsCompleted && await EndsAsync(first, patience, cancellationToken) ? await first : reply;
    }

    private async Task<bool> EndsAsync(Task task, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            return false;
        }
    }
}
