using System.Security.Cryptography;

namespace Singularity.Registry.Linking;

internal static class Passwords
{
    /// <summary>256 bits, hexadecimal: needs no escape in a URL or a configuration.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
