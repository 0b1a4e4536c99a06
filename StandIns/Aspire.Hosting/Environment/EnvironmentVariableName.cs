using System.Text;

namespace Aspire.Hosting;

internal static class EnvironmentVariableName
{
    /// <summary>Letters, digits and underscores only, and no digit in front.</summary>
    public static string Encode(string name)
    {
        if (name.Length == 0) return "_";

        var encoded = new StringBuilder(name.Length + 1);
        if (char.IsAsciiDigit(name[0])) encoded.Append('_');
        foreach (var c in name) encoded.Append(char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_');
        return encoded.ToString();
    }
}
