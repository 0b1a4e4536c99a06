using System.Text.Json;
using Singularity.Contracts.Messaging;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>Says what is wrong with a request that could not be read, without repeating its bytes.</summary>
internal static class RequestProblem
{
    public static ServiceReply<TReply>.Failed Describe<TRequest, TReply>(Exception? exception)
    {
        var json = exception as JsonException ?? exception?.InnerException as JsonException;
        var where = json?.Path is { Length: > 1 } path ? $" at {path}" : "";
        var text = exception is null
            ? $"The request is empty; a {typeof(TRequest).Name} as JSON is expected."
            : $"The request is not a {typeof(TRequest).Name} as JSON{where}.";
        return new ServiceReply<TReply>.Failed(ErrorCodes.BadRequest, text);
    }
}
