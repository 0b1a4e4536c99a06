using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>One subject of the micro-service <c>packages</c>. The CLI without servers calls the same object directly.</summary>
internal abstract class PackageEndpoint
{
    /// <summary>Its name in the service's description.</summary>
    public abstract string Name { get; }

    public abstract string Subject(Subjects subjects);

    public abstract Task<ServiceReply<byte[]>> HandleAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken);
}

/// <summary>An endpoint whose request is a JSON object of one type.</summary>
internal abstract class PackageEndpoint<TRequest>(JsonTypeInfo<TRequest> type) : PackageEndpoint
    where TRequest : class
{
    public sealed override async Task<ServiceReply<byte[]>> HandleAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        TRequest? typed;
        try
        {
            typed = JsonSerializer.Deserialize(request.IsEmpty ? "{}"u8 : request.Span, type);
        }
        catch (JsonException exception)
        {
            var at = exception.Path is { Length: > 1 } path ? $" at {path[..Math.Min(path.Length, 100)]}" : "";
            return Replies.BadRequest($"The request is not the JSON that {Name} expects{at}.");
        }

        return typed is null ? Replies.BadRequest($"{Name} expects a JSON object.") : await HandleAsync(typed, cancellationToken);
    }

    protected abstract Task<ServiceReply<byte[]>> HandleAsync(TRequest request, CancellationToken cancellationToken);
}
