using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace NATS.Client.Core;

/// <summary>Unique identifiers of 22 characters: a random prefix of 12, then a counter of 10 with a random start and step.</summary>
[SuppressMessage("Design", "CA1052:Static holder types should be static or sealed", Justification = "A sealed class in the contract.")]
public sealed class Nuid
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int PrefixLength = 12;
    private const int Length = 22;
    private const long CounterEnd = 839_299_365_868_340_224; // 62^10

    [ThreadStatic]
    private static Nuid? _current;

    private readonly char[] _prefix = RandomNumberGenerator.GetItems<char>(Digits, PrefixLength);
    private readonly long _step = RandomNumberGenerator.GetInt32(33, 334);
    private long _counter = Random.Shared.NextInt64(CounterEnd);

    private Nuid()
    {
    }

    public static string NewNuid() => string.Create(Length, 0, static (span, _) => Write(span));

    /// <summary>Writes the next identifier over the 22 characters given.</summary>
    internal static void Write(Span<char> destination)
    {
        var nuid = _current ??= new Nuid();
        if (CounterEnd - nuid._counter <= nuid._step)
            nuid = _current = new Nuid { _counter = 0 };
        var rest = nuid._counter += nuid._step;
        nuid._prefix.CopyTo(destination);
        for (var i = Length - 1; i >= PrefixLength; i--)
        {
            destination[i] = Digits[(int)(rest % Digits.Length)];
            rest /= Digits.Length;
        }
    }
}
