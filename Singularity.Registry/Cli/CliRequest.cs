using System.Text.Json.Serialization.Metadata;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Cli;

/// <summary>One request of a verb, and its answer to people or, with <c>--json</c>, to programs.</summary>
/// <param name="Json">Whether <c>--json</c> was given.</param>
internal sealed record CliRequest(bool Json, TextWriter Output, TextWriter Error)
{
    /// <summary>Asks the running services, or the embedded file where none runs; returns the exit code.</summary>
    public async Task<int> SendAsync<TRequest, TReply>(
        Func<Subjects, string> subject, TRequest request, JsonTypeInfo<TReply> type, Action<TReply> write, CancellationToken cancellationToken)
    {
        await using var session = await CliSession.OpenAsync(Error, null, cancellationToken);
        return Answer(await session.RequestAsync<TRequest, TReply>(subject, request, cancellationToken), type, write);
    }

    /// <summary>Writes the answer or the failure; returns the exit code.</summary>
    public int Answer<TReply>(ServiceReply<TReply> reply, JsonTypeInfo<TReply> type, Action<TReply> write)
    {
        switch (reply)
        {
            case ServiceReply<TReply>.Ok(var answer) when Json:
                Terminal.WriteJson(Output, answer, type);
                return ExitCodes.Done;
            case ServiceReply<TReply>.Ok(var answer):
                write(answer);
                return ExitCodes.Done;
            case ServiceReply<TReply>.Failed failed:
                return Terminal.Fail(failed.Code, failed.Message, Json, Output, Error);
            default:
                throw new InvalidOperationException("A reply is Ok or Failed.");
        }
    }
}
