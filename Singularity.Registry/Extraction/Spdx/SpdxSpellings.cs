namespace Singularity.Registry.Extraction.Spdx;

/// <summary>Other ways to write a licence whose meaning leaves no doubt. "BSD", "GPL" and "Apache" alone are not among them: each names several.</summary>
internal static class SpdxSpellings
{
    private static readonly Dictionary<string, string> Known = Create(
        ("MIT", "Expat; MIT/X11; MIT (Expat); Expat/MIT; MIT License (MIT); MIT (MIT); MIT Licensed"),
        ("MIT-0", "MIT No Attribution; MIT No Attribution License (MIT-0)"),
        ("ISC", "ISCL; ISC License (ISCL); ISC (ISCL)"),
        ("Apache-2.0", "Apache 2; Apache 2.0; Apache2; Apache2.0; Apache-2; Apache v2; Apache v2.0; Apache License 2; Apache License 2.0; Apache License v2; "
            + "Apache License v2.0; Apache License, Version 2.0; Apache License Version 2.0; Apache License, 2.0; Apache Software License 2.0; "
            + "Apache Software License, Version 2.0; Apache, Version 2.0; ASL 2.0; Apache License (2.0)"),
        ("BSD-2-Clause", "BSD 2-Clause; BSD-2; BSD2; BSD 2 Clause; 2-Clause BSD; Simplified BSD; FreeBSD; BSD 2-Clause \"Simplified\""),
        ("BSD-3-Clause", "BSD 3-Clause; BSD-3; BSD3; BSD 3 Clause; 3-Clause BSD; New BSD; Modified BSD; Revised BSD; "
            + "BSD 3-Clause \"New\" or \"Revised\"; BSD (3-Clause)"),
        ("0BSD", "BSD Zero Clause; Zero-Clause BSD; Zero-Clause BSD (0BSD)"),
        ("GPL-2.0-only", "GPLv2; GPL v2; GPL 2; GPL 2.0; GNU GPLv2; GNU GPL v2; GNU General Public License v2 (GPLv2); GNU General Public License v2.0"),
        ("GPL-2.0-or-later", "GPLv2+; GPL v2+; GNU General Public License v2 or later (GPLv2+)"),
        ("GPL-3.0-only", "GPLv3; GPL v3; GPL 3; GPL 3.0; GNU GPLv3; GNU GPL v3; GNU General Public License v3; "
            + "GNU General Public License v3 (GPLv3); GNU General Public License v3.0"),
        ("GPL-3.0-or-later", "GPLv3+; GPL v3+; GNU GPLv3+; GNU General Public License v3 or later (GPLv3+)"),
        ("LGPL-2.1-only", "LGPLv2.1; LGPL v2.1; LGPL 2.1"),
        ("LGPL-2.1-or-later", "LGPLv2.1+; LGPL v2.1+"),
        ("LGPL-3.0-only", "LGPLv3; LGPL v3; LGPL 3; LGPL 3.0; GNU LGPLv3; GNU Lesser General Public License v3 (LGPLv3)"),
        ("LGPL-3.0-or-later", "LGPLv3+; LGPL v3+; GNU Lesser General Public License v3 or later (LGPLv3+)"),
        ("AGPL-3.0-only", "AGPLv3; AGPL v3; GNU AGPLv3; GNU Affero General Public License v3; GNU Affero General Public License v3.0"),
        ("AGPL-3.0-or-later", "AGPLv3+; GNU Affero General Public License v3 or later (AGPLv3+)"),
        ("MPL-2.0", "MPL 2; MPL 2.0; MPLv2; MPLv2.0; Mozilla Public License 2.0; Mozilla Public License v2.0; "
            + "Mozilla Public License, Version 2.0; Mozilla Public License 2.0 (MPL 2.0)"),
        ("EPL-1.0", "EPL 1.0; Eclipse Public License 1.0; Eclipse Public License - v 1.0"),
        ("EPL-2.0", "EPL 2.0; Eclipse Public License 2.0; Eclipse Public License - v 2.0"),
        ("BSL-1.0", "Boost Software License 1.0; Boost Software License - Version 1.0; Boost Software License 1.0 (BSL-1.0)"),
        ("CC0-1.0", "CC0; CC0 1.0; CC0 1.0 Universal"),
        ("CC-BY-4.0", "CC BY 4.0"),
        ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
        ("PSF-2.0", "PSF; PSFL; Python Software Foundation"),
        ("Unlicense", "Unlicense (Unlicense)"),
        ("Zlib", "zlib/libpng"),
        ("MS-PL", "Ms-PL; Microsoft Public License (Ms-PL)"),
        ("PostgreSQL", "PostgreSQL License"),
        ("WTFPL", "Do What The F*ck You Want To Public License; WTFPL v2; WTFPLv2"));

    /// <summary>The identifier, or null. "The" before and "License" or "Licence" after the name do not count.</summary>
    public static string? Find(string text) => Known.GetValueOrDefault(Shorten(text)) is { } id ? id : SpdxIdentifiers.License(Shorten(text));

    private static string Shorten(string text)
    {
        text = text.StartsWith("the ", StringComparison.OrdinalIgnoreCase) ? text[4..] : text;
        return text.EndsWith(" license", StringComparison.OrdinalIgnoreCase) || text.EndsWith(" licence", StringComparison.OrdinalIgnoreCase) ? text[..^8] : text;
    }

    private static Dictionary<string, string> Create(params ReadOnlySpan<(string Id, string Spellings)> known)
    {
        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, spellings) in known)
        {
            foreach (var spelling in spellings.Split("; "))
            {
                result[Shorten(spelling)] = id;
            }
        }

        return result;
    }
}
