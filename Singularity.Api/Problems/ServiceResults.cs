using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Problems;

internal static class ServiceResults
{
    /// <summary>200 with what the service said, or its error as problem details.</summary>
    public static IResult ToResult<T>(this ServiceReply<T> reply) => reply.ToResult(static value => TypedResults.Ok(value));

    /// <summary>What is made of the service's answer, or its error as problem details.</summary>
    public static IResult ToResult<T>(this ServiceReply<T> reply, Func<T, IResult> answer) => reply switch
    {
        ServiceReply<T>.Ok ok => answer(ok.Value),
        ServiceReply<T>.Failed failed => ServiceProblems.From(failed),
        _ => throw new InvalidOperationException("A reply is Ok or Failed."),
    };
}
