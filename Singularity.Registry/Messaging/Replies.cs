using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>Answers of the endpoints: JSON in bytes, or an error that is safe to show.</summary>
internal static class Replies
{
    public static ServiceReply<byte[]> From<T>(T answer, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(answer, type);

    /// <summary>The error that a look-up which found nothing ends in.</summary>
    public static ServiceReply<byte[]> From(PackageLookup lookup) => Fail<byte[]>(lookup);

    /// <summary>The same, where the answer would not have been an array.</summary>
    public static ServiceReply<T>.Failed Fail<T>(PackageLookup lookup) => lookup switch
    {
        PackageLookup.Missing missing => new ServiceReply<T>.Failed(ErrorCodes.NotFound, missing.Message),
        PackageLookup.Unavailable unavailable => new ServiceReply<T>.Failed(unavailable.Code, unavailable.Message, unavailable.RetryAfter),
        _ => throw new InvalidOperationException("A package that was found is no error."),
    };

    public static ServiceReply<byte[]> BadRequest(string message) => new ServiceReply<byte[]>.Failed(ErrorCodes.BadRequest, message);
}
