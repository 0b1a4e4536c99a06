using Singularity.Registry.Extraction;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>The three places where a Python package may state its licence.</summary>
internal static class PyPILicense
{
    private const string Classifier = "License :: ";

    /// <summary>A longer statement is the licence's own text and names nothing.</summary>
    private const int MaxName = 200;

    /// <summary>
    /// The classifiers that name one licence. "BSD License" and the GNU ones without a version are not among them: each names several. The Apache one
    /// could mean the versions before 2.0 of 2004, which no package here has used.
    /// </summary>
    private static readonly Dictionary<string, string> Classifiers = new(StringComparer.Ordinal)
    {
        ["Apache Software License"] = "Apache-2.0",
        ["Blue Oak Model License (BlueOak-1.0.0)"] = "BlueOak-1.0.0",
        ["Boost Software License 1.0 (BSL-1.0)"] = "BSL-1.0",
        ["CC0 1.0 Universal (CC0 1.0) Public Domain Dedication"] = "CC0-1.0",
        ["Common Development and Distribution License 1.0 (CDDL-1.0)"] = "CDDL-1.0",
        ["Eclipse Public License 1.0 (EPL-1.0)"] = "EPL-1.0",
        ["Eclipse Public License 2.0 (EPL-2.0)"] = "EPL-2.0",
        ["European Union Public Licence 1.1 (EUPL 1.1)"] = "EUPL-1.1",
        ["European Union Public Licence 1.2 (EUPL 1.2)"] = "EUPL-1.2",
        ["GNU Affero General Public License v3"] = "AGPL-3.0-only",
        ["GNU Affero General Public License v3 or later (AGPLv3+)"] = "AGPL-3.0-or-later",
        ["GNU General Public License v2 (GPLv2)"] = "GPL-2.0-only",
        ["GNU General Public License v2 or later (GPLv2+)"] = "GPL-2.0-or-later",
        ["GNU General Public License v3 (GPLv3)"] = "GPL-3.0-only",
        ["GNU General Public License v3 or later (GPLv3+)"] = "GPL-3.0-or-later",
        ["GNU Lesser General Public License v3 (LGPLv3)"] = "LGPL-3.0-only",
        ["GNU Lesser General Public License v3 or later (LGPLv3+)"] = "LGPL-3.0-or-later",
        ["ISC License (ISCL)"] = "ISC",
        ["MIT License"] = "MIT",
        ["MIT No Attribution License (MIT-0)"] = "MIT-0",
        ["Mozilla Public License 1.1 (MPL 1.1)"] = "MPL-1.1",
        ["Mozilla Public License 2.0 (MPL 2.0)"] = "MPL-2.0",
        ["Mulan Permissive Software License v2 (MulanPSL-2.0)"] = "MulanPSL-2.0",
        ["Open Software License 3.0 (OSL-3.0)"] = "OSL-3.0",
        ["PostgreSQL License"] = "PostgreSQL",
        ["Python Software Foundation License"] = "PSF-2.0",
        ["SIL Open Font License 1.1 (OFL-1.1)"] = "OFL-1.1",
        ["The Unlicense (Unlicense)"] = "Unlicense",
        ["Universal Permissive License (UPL)"] = "UPL-1.0",
        ["University of Illinois/NCSA Open Source License"] = "NCSA",
        ["zlib/libpng License"] = "Zlib",
    };

    /// <summary>The SPDX expression, and the statement it was read from; either may be null.</summary>
    public static (string? Spdx, string? Text) Of(PyPIInfo info)
    {
        if (Trim(info.LicenseExpression) is { } expression)
        {
            return (SpdxLicense.Normalize(expression), expression);
        }

        var named = info.Classifiers.Where(static c => c.StartsWith(Classifier, StringComparison.Ordinal))
            .Select(static c => c[(c.LastIndexOf(" :: ", StringComparison.Ordinal) + 4)..]).Where(static c => c != "OSI Approved").Distinct().ToArray();
        var text = Trim(info.License) is { Length: <= MaxName } name && !name.Contains('\n', StringComparison.Ordinal) ? name : null;
        // Several classifiers do not say whether one may choose; the text may.
        var classified = named is [var only] ? Classifiers.GetValueOrDefault(only) : null;
        return (classified ?? SpdxLicense.Normalize(text), text ?? (named.Length > 0 ? string.Join(", ", named) : null));
    }

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
