using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace NATS.Client.Services.Serving;

/// <summary>Answers one kind of question about a service, on three subjects: for all services, for its name, for itself.</summary>
internal sealed class Discovery<T>(INatsConnection connection, ILogger logger, Func<T> answer) : IAsyncDisposable
{
    private readonly List<INatsSub<byte[]>> _subs = [];
    private readonly List<Task> _answering = [];

    public async ValueTask StartAsync(string verb, string name, string id, CancellationToken cancellationToken)
    {
        foreach (var subject in (string[])[$"$SRV.{verb}", $"$SRV.{verb}.{name}", $"$SRV.{verb}.{name}.{id}"])
        {
            var sub = await connection.SubscribeCoreAsync(
                subject, serializer: NatsRawSerializer<byte[]>.Default, cancellationToken: cancellationToken);
            _subs.Add(sub);
            _answering.Add(Task.Run(() => AnswerAsync(sub), CancellationToken.None));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sub in _subs) await sub.DisposeAsync();
        await Task.WhenAll(_answering);
    }

    private async Task AnswerAsync(INatsSub<byte[]> sub)
    {
        await foreach (var msg in sub.Msgs.ReadAllAsync())
        {
            try
            {
                await msg.ReplyAsync(answer(), serializer: ServiceJsonContext.Serializer<T>());
            }
            catch (NatsException exception)
            {
                ServiceLog.DiscoveryFailed(logger, sub.Subject, exception);
            }
        }
    }
}
