using System.Runtime.CompilerServices;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public partial class NatsJSContext
{
    public async ValueTask<INatsJSStream> CreateStreamAsync(StreamConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        var name = Checked(config.Name, nameof(config));
        return new NatsJSStream(this, await AskAsync<StreamConfig, StreamInfo>($"STREAM.CREATE.{name}", config, cancellationToken));
    }

    public async ValueTask<INatsJSStream> CreateOrUpdateStreamAsync(StreamConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        var name = Checked(config.Name, nameof(config));
        var subject = $"{Opts.Prefix}.STREAM.UPDATE.{name}";
        var reply = await RequestAsync<StreamConfig, StreamInfo>(subject, config, cancellationToken);
        return reply.Error is { Code: 404 }
            ? await CreateStreamAsync(config, cancellationToken)
            : new NatsJSStream(this, reply.EnsureSuccess());
    }

    public async ValueTask<NatsJSStream> UpdateStreamAsync(StreamConfig request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = Checked(request.Name, nameof(request));
        return new NatsJSStream(this, await AskAsync<StreamConfig, StreamInfo>($"STREAM.UPDATE.{name}", request, cancellationToken));
    }

    public async ValueTask<INatsJSStream> GetStreamAsync(
        string stream,
        StreamInfoRequest? request = null,
        CancellationToken cancellationToken = default)
    {
        var call = $"STREAM.INFO.{Checked(stream, nameof(stream))}";
        return new NatsJSStream(this, await AskAsync<StreamInfoRequest, StreamInfoResponse>(call, request, cancellationToken));
    }

    public async ValueTask<bool> DeleteStreamAsync(string stream, CancellationToken cancellationToken = default)
    {
        var reply = await AskAsync<StreamMsgDeleteResponse>($"STREAM.DELETE.{Checked(stream, nameof(stream))}", cancellationToken);
        return reply.Success;
    }

    public ValueTask<StreamPurgeResponse> PurgeStreamAsync(
        string stream,
        StreamPurgeRequest request,
        CancellationToken cancellationToken = default) =>
        AskAsync<StreamPurgeRequest, StreamPurgeResponse>($"STREAM.PURGE.{Checked(stream, nameof(stream))}", request, cancellationToken);

    public ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(
        string stream,
        StreamMsgDeleteRequest request,
        CancellationToken cancellationToken = default) =>
        AskAsync<StreamMsgDeleteRequest, StreamMsgDeleteResponse>(
            $"STREAM.MSG.DELETE.{Checked(stream, nameof(stream))}", request, cancellationToken);

    public async IAsyncEnumerable<INatsJSStream> ListStreamsAsync(
        string? subject = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var offset = 0; ;)
        {
            var request = new StreamListRequest { Subject = subject, Offset = offset };
            var page = await AskAsync<StreamListRequest, StreamListResponse>("STREAM.LIST", request, cancellationToken);
            if (page.Streams is not { Count: > 0 }) yield break;
            foreach (var info in page.Streams) yield return new NatsJSStream(this, info);
            offset += page.Streams.Count;
        }
    }

    public async IAsyncEnumerable<string> ListStreamNamesAsync(
        string? subject = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var offset = 0; ;)
        {
            var request = new StreamNamesRequest { Subject = subject, Offset = offset };
            var page = await AskAsync<StreamNamesRequest, StreamNamesResponse>("STREAM.NAMES", request, cancellationToken);
            if (page.Streams is not { Count: > 0 }) yield break;
            foreach (var name in page.Streams) yield return name;
            offset += page.Streams.Count;
        }
    }
}
