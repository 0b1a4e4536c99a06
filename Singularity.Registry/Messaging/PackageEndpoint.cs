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

    /// <summary>Begins to answer over NATS.</summary>
    public virtual ValueTask JoinAsync(ServiceEndpoints service, Subjects subjects) =>
        service.AddAsync<ReadOnlyMemory<byte>, byte[]>(Name, Subject(subjects), HandleAsync);
}

/// <summary>An endpoint whose request is a JSON object of one type.</summary>
internal abstract class PackageEndpoint<TRequest>(JsonTypeInfo<TRequest> type) : PackageEndpoint
    where TRequest : class
{
    public sealed override async Task<ServiceReply<byte[]>> HandleAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        return RequestJson.TryRead(Name, request.Span, type, out var typed, out var problem)
            ? await HandleAsync(typed, cancellationToken)
            : Replies.BadRequest(problem);
    }

    protected abstract Task<ServiceReply<byte[]>> HandleAsync(TRequest request, CancellationToken cancellationToken);
}
