namespace Singularity.Registry.Extraction;

/// <summary>Makes an SPDX expression of what publishers write.</summary>
internal static class SpdxLicense
{
    private const int MaxLength = 512;

    /// <summary>Identifiers common in package registries; keys are compared without case.</summary>
    private static readonly Dictionary<string, string> Known = new[]
    {
        "0BSD", "AFL-2.1", "AFL-3.0", "AGPL-3.0", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-1.1", "Apache-2.0", "Artistic-1.0", "Artistic-2.0",
        "BlueOak-1.0.0", "BSD-1-Clause", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "BSL-1.0", "BUSL-1.1", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-4.0",
        "CC0-1.0", "CDDL-1.0", "CDDL-1.1", "ECL-2.0", "EPL-1.0", "EPL-2.0", "EUPL-1.1", "EUPL-1.2", "GPL-2.0", "GPL-2.0-only", "GPL-2.0-or-later",
        "GPL-3.0", "GPL-3.0-only", "GPL-3.0-or-later", "HPND", "ISC", "LGPL-2.0", "LGPL-2.1", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0",
        "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MPL-1.1", "MPL-2.0", "MS-PL", "MS-RL", "MulanPSL-2.0", "NCSA", "OFL-1.1", "OSL-3.0",
        "PostgreSQL", "PSF-2.0", "Python-2.0", "Ruby", "SSPL-1.0", "Unicode-3.0", "Unicode-DFS-2016", "Unlicense", "UPL-1.0", "Vim", "W3C", "WTFPL",
        "X11", "Zlib", "ZPL-2.1",
        "Classpath-exception-2.0", "GCC-exception-3.1", "LLVM-exception", "OpenSSL-exception",
    }.ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Other ways to write a licence whose meaning leaves no doubt. "BSD" alone is not among them: it names several.</summary>
    private static readonly Dictionary<string, string> Legacy = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MIT License"] = "MIT",
        ["The MIT License"] = "MIT",
        ["The MIT License (MIT)"] = "MIT",
        ["MIT/X11"] = "MIT",
        ["Expat"] = "MIT",
        ["ISC License"] = "ISC",
        ["Apache 2"] = "Apache-2.0",
        ["Apache 2.0"] = "Apache-2.0",
        ["Apache2"] = "Apache-2.0",
        ["Apache-2"] = "Apache-2.0",
        ["Apache License 2.0"] = "Apache-2.0",
        ["Apache License, Version 2.0"] = "Apache-2.0",
        ["Apache License Version 2.0"] = "Apache-2.0",
        ["Apache Software License 2.0"] = "Apache-2.0",
        ["BSD 2-Clause"] = "BSD-2-Clause",
        ["Simplified BSD"] = "BSD-2-Clause",
        ["FreeBSD"] = "BSD-2-Clause",
        ["BSD 3-Clause"] = "BSD-3-Clause",
        ["BSD-3"] = "BSD-3-Clause",
        ["New BSD"] = "BSD-3-Clause",
        ["Modified BSD"] = "BSD-3-Clause",
        ["3-Clause BSD"] = "BSD-3-Clause",
        ["GPLv2"] = "GPL-2.0-only",
        ["GPLv3"] = "GPL-3.0-only",
        ["GPL-2.0+"] = "GPL-2.0-or-later",
        ["GPL-3.0+"] = "GPL-3.0-or-later",
        ["LGPLv3"] = "LGPL-3.0-only",
        ["LGPL-2.1+"] = "LGPL-2.1-or-later",
        ["LGPL-3.0+"] = "LGPL-3.0-or-later",
        ["AGPLv3"] = "AGPL-3.0-only",
        ["MPL 2.0"] = "MPL-2.0",
        ["Mozilla Public License 2.0"] = "MPL-2.0",
        ["CC0"] = "CC0-1.0",
        ["The Unlicense"] = "Unlicense",
        ["Boost Software License 1.0"] = "BSL-1.0",
    };

    /// <summary>The expression, or null when the text is not one and is no common older way to write one.</summary>
    public static string? Normalize(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0 or > MaxLength)
        {
            return null;
        }

        if (Legacy.TryGetValue(trimmed, out var legacy))
        {
            return legacy;
        }

        // Cargo's older separator.
        var tokens = trimmed.Replace("(", " ( ").Replace(")", " ) ").Replace("/", " OR ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return SpdxExpression.Format(tokens, token => Identifier(token));
    }

    private static string? Identifier(string token)
    {
        var later = token.EndsWith('+');
        return Known.GetValueOrDefault(later ? token[..^1] : token) is { } id ? later ? id + "+" : id
            : token.StartsWith("LicenseRef-", StringComparison.Ordinal) ? token
            : Legacy.GetValueOrDefault(token);
    }
}
