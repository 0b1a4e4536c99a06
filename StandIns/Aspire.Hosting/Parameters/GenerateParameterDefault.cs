using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random value of at least <see cref="MinLength"/> characters, none of which is easily taken for another.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerCharacters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCharacters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string NumericCharacters = "0123456789";
    private const string SpecialCharacters = "-_.{}~()*+!";

    public int MinLength { get; set; }

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public int MinLower { get; set; }

    public int MinUpper { get; set; }

    public int MinNumeric { get; set; }

    public int MinSpecial { get; set; }

    public override string GetDefaultValue()
    {
        (bool Allowed, int Minimum, string Characters)[] classes =
        [
            (Lower, MinLower, LowerCharacters), (Upper, MinUpper, UpperCharacters),
            (Numeric, MinNumeric, NumericCharacters), (Special, MinSpecial, SpecialCharacters),
        ];
        if (classes.Any(c => !c.Allowed && c.Minimum > 0) || !classes.Any(c => c.Allowed))
            throw new InvalidOperationException("A generated value needs an allowed class of characters, and a minimum only of allowed ones.");

        var value = new List<char>();
        foreach (var (_, minimum, characters) in classes)
            value.AddRange(RandomNumberGenerator.GetItems<char>(characters, minimum));
        var every = string.Concat(classes.Where(c => c.Allowed).Select(c => c.Characters));
        value.AddRange(RandomNumberGenerator.GetItems<char>(every, Math.Max(MinLength - value.Count, 0)));

        var shuffled = value.ToArray();
        RandomNumberGenerator.Shuffle(shuffled.AsSpan());
        return new string(shuffled);
    }
}
