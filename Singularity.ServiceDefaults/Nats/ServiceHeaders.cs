using System.Globalization;
using NATS.Client.Core;
using Singularity.Contracts.Messaging;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>The headers of an error reply.</summary>
internal static class ServiceHeaders
{
    public const string Code = "Nats-Service-Error-Code";
    public const string Text = "Nats-Service-Error";

    /// <summary>Whole seconds.</summary>
    public const string RetryAfter = "Retry-After";

    private const int LongestText = 1_000;

    public static NatsHeaders? ForRetry(TimeSpan? after) => after is { } wait
        ? new NatsHeaders { [RetryAfter] = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture) }
        : null;

    /// <summary>Headers are lines of ASCII.</summary>
    public static string Sanitize(string text)
    {
        var cut = text.Length > LongestText ? text[..LongestText] : text;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] is >= ' ' and <= '~' ? source[i] : source[i] is '\r' or '\n' or '\t' ? ' ' : '?';
            }
        });
    }

    public static ServiceReply<T>.Failed? ReadError<T>(NatsHeaders? headers)
    {
        if (headers is null || !headers.TryGetValue(Code, out var codes))
        {
            return null;
        }

        var code = int.TryParse(codes.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 400 and <= 599
            ? number
            : ErrorCodes.Internal;
        var text = headers.TryGetValue(Text, out var texts) && texts.ToString() is { Length: > 0 } given ? given : "The service failed without saying why.";
        TimeSpan? after = headers.TryGetValue(RetryAfter, out var waits)
            && int.TryParse(waits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null;
        return new ServiceReply<T>.Failed(code, text, after);
    }
}
