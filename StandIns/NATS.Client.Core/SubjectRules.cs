using System.Buffers;

namespace NATS.Client.Core;

/// <summary>
/// Subjects must be one word: white space would end the operation, a line break would begin another. Always checked, whatever
/// <see cref="NatsOpts.SkipSubjectValidation"/> says: it costs nothing measurable.
/// </summary>
internal static class SubjectRules
{
    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create(" \r\n\t");

    public static void CheckSubject(string? subject)
    {
        if (string.IsNullOrEmpty(subject) || subject.AsSpan().ContainsAny(WhiteSpace))
            throw new NatsException("Subject is invalid.");
    }

    public static void CheckReplyTo(string? replyTo)
    {
        if (replyTo is not null)
            CheckSubject(replyTo);
    }

    public static void CheckQueueGroup(string? queueGroup)
    {
        if (queueGroup is not null && (queueGroup.Length == 0 || queueGroup.AsSpan().ContainsAny(WhiteSpace)))
            throw new NatsException("Queue group is invalid.");
    }
}
