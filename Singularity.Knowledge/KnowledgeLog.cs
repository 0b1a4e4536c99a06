using Microsoft.Extensions.Logging;

namespace Singularity.Knowledge;

internal static partial class KnowledgeLog
{
    [LoggerMessage(4000, LogLevel.Error, "Observation {Id} came again with another content; the first is kept. Look for an instance restored from a backup, or one instance id on two machines.")]
    public static partial void Conflict(ILogger logger, string id);

    [LoggerMessage(4001, LogLevel.Warning, "Pattern {Id} has no vector, since its text has no word that {Model} knows; it is found by its words alone.")]
    public static partial void NoVector(ILogger logger, string id, string model);

    [LoggerMessage(4002, LogLevel.Warning, "Queries are answered by words alone. {Problem}")]
    public static partial void WordsAlone(ILogger logger, string problem);

    [LoggerMessage(4003, LogLevel.Information, "Queries are answered by words and meaning again.")]
    public static partial void VectorsAgain(ILogger logger);

    [LoggerMessage(4004, LogLevel.Error, "PostgreSQL refuses the words of pattern {Id}, which is found by its vector alone until a correction changes it. {SqlState}: {Reason}")]
    public static partial void TextRefused(ILogger logger, string id, string sqlState, string reason);
}
