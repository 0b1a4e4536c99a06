using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Knowledge;

internal static class KnowledgeProblems
{
    public static ServiceReply<T>.Failed BadRequest<T>(string problem) => new(ErrorCodes.BadRequest, problem);

    public static ServiceReply<T>.Failed Unknown<T>(Ulid id) =>
        new(ErrorCodes.NotFound, $"This instance knows no pattern {id}; a query in mode central finds those that only others know.");

    public static ServiceReply<T>.Failed Retracted<T>(Pattern pattern) =>
        new(ErrorCodes.NotFound, $"Pattern {pattern.Id} was retracted; what it said can be learned again, as a new one.");

    /// <summary>A message that lacks the field reads as the first of all ids.</summary>
    public static string? IdProblem(Ulid id, string field = "id") => id == default ? $"{field} is missing: 26 characters of Crockford's base 32." : null;
}
