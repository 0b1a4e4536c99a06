using System.Diagnostics.CodeAnalysis;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>What became of a request to a micro-service: <see cref="Ok"/> or <see cref="Failed"/>, nothing else.</summary>
[SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "The cases of a closed union.")]
public abstract record ServiceReply<T>
{
    private ServiceReply()
    {
    }

    /// <summary>The service's answer.</summary>
    public sealed record Ok(T Value) : ServiceReply<T>;

    /// <summary>The service refused, or nobody answered.</summary>
    /// <param name="Code">One of <see cref="Contracts.Messaging.ErrorCodes"/>.</param>
    /// <param name="Message">Fit for users: names the thing and the remedy.</param>
    /// <param name="RetryAfter">When to come back, if known.</param>
    public sealed record Failed(int Code, string Message, TimeSpan? RetryAfter = null) : ServiceReply<T>;

    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "new Ok(value) is the alternate.")]
    public static implicit operator ServiceReply<T>(T value) => new Ok(value);
}
