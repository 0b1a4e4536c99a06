using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Extraction;
using Singularity.Registry.Extraction.Spdx;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Extraction.Spdx;

public sealed class SpdxLicenseTests
{
    private static readonly string[] Licenses = ["MIT", "Apache-2.0", "0BSD", "GPL-3.0-or-later", "EPL-2.0+", "LicenseRef-Own.1", "DocumentRef-x:LicenseRef-y"];

    [Theory]
    [InlineData("MIT", "MIT")]
    [InlineData(" mit ", "MIT")]
    [InlineData("bzip2-1.0.6", "bzip2-1.0.6")]
    [InlineData("(MIT OR Apache-2.0)", "MIT OR Apache-2.0")]
    [InlineData("((MIT))", "MIT")]
    [InlineData("(MIT or apache-2.0) and BSD-3-Clause", "(MIT OR Apache-2.0) AND BSD-3-Clause")]
    [InlineData("MIT/Apache-2.0", "MIT OR Apache-2.0")]
    [InlineData("Apache-2.0 WITH llvm-exception OR MIT", "Apache-2.0 WITH LLVM-exception OR MIT")]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0")]
    [InlineData("EPL-1.0+", "EPL-1.0+")]
    [InlineData("LicenseRef-scancode-unknown", "LicenseRef-scancode-unknown")]
    public void Expressions_become_canonical(string text, string expected) => SpdxLicense.Normalize(text).ShouldBe(expected);

    [Theory]
    [InlineData("GPL-2.0", "GPL-2.0-only")]
    [InlineData("GPL-2.0+", "GPL-2.0-or-later")]
    [InlineData("lgpl-2.1+", "LGPL-2.1-or-later")]
    [InlineData("MIT OR GPL-3.0+", "MIT OR GPL-3.0-or-later")]
    public void Deprecated_names_of_the_GNU_licences_say_which_versions_count(string text, string expected) => SpdxLicense.Normalize(text).ShouldBe(expected);

    [Theory]
    [InlineData("The MIT License (MIT)", "MIT")]
    [InlineData("MIT licence", "MIT")]
    [InlineData("Apache License, Version 2.0", "Apache-2.0")]
    [InlineData("Apache-2.0 License", "Apache-2.0")]
    [InlineData("New BSD License", "BSD-3-Clause")]
    [InlineData("GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later")]
    [InlineData("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0")]
    [InlineData("The Unlicense", "Unlicense")]
    [InlineData("MIT/X11", "MIT")]
    [InlineData("zlib/libpng", "Zlib")]
    public void Common_spellings_become_identifiers(string text, string expected) => SpdxLicense.Normalize(text).ShouldBe(expected);

    [Theory]
    [InlineData("BSD")]
    [InlineData("GPL")]
    [InlineData("Apache")]
    [InlineData("Public Domain")]
    [InlineData("SEE LICENSE IN LICENSE.md")]
    [InlineData("UNLICENSED")]
    [InlineData("LLVM-exception")]
    [InlineData("MIT WITH MIT")]
    [InlineData("MIT WITH LLVM-exception WITH LLVM-exception")]
    [InlineData("MIT Apache-2.0")]
    [InlineData("LicenseRef-")]
    [InlineData("LicenseRef-<script>")]
    [InlineData("(MIT")]
    [InlineData("MIT)")]
    [InlineData("MIT OR")]
    [InlineData("MIT OR ()")]
    [InlineData("MIT (ISC)")]
    [InlineData("()")]
    [InlineData("+")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_none_or_leaves_doubt_stays_unknown(string? text) => SpdxLicense.Normalize(text).ShouldBeNull();

    [Fact]
    public void Every_expression_of_the_grammar_is_its_own_canonical_form() => Check.QuickThrowOnFailure(Prop.ForAll(
        Expressions(3).ToArbitrary(), expression => SpdxLicense.Normalize(expression).ShouldBe(expression)));

    [Fact]
    public void A_result_is_its_own_canonical_form() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.OneOf(
            Gen.Elements("(", ")", " ", "AND", "or", "WITH", "/", "MIT", "GPL-2.0", "+", "BSD", "LLVM-exception", "License").ListOf().Select(words => string.Join(' ', words)),
            HostileText.Arbitrary.Generator).ToArbitrary(),
        text => SpdxLicense.Normalize(text) is not { } result || SpdxLicense.Normalize(result) == result));

    [Fact]
    public void Every_spelling_names_a_listed_licence()
    {
        SpdxIdentifiers.License("WTFPL").ShouldBe("WTFPL");
        foreach (var spelling in new[] { "Expat", "GPLv2", "AGPLv3+", "MPL 2.0", "EPL 2.0", "CC0", "PSF", "ISCL", "MIT No Attribution", "BSD Zero Clause" })
        {
            var id = SpdxSpellings.Find(spelling).ShouldNotBeNull();
            SpdxIdentifiers.License(id).ShouldBe(id);
        }
    }

    private static Gen<string> Expressions(int depth)
    {
        var simple = Gen.OneOf(Gen.Elements(Licenses), Gen.Constant("GPL-2.0-only WITH Classpath-exception-2.0"));
        return depth == 0
            ? simple
            : from left in Gen.OneOf(simple, Expressions(depth - 1).Select(Grouped))
              from word in Gen.Elements(" AND ", " OR ")
              from right in Gen.OneOf(simple, Expressions(depth - 1).Select(Grouped))
              select left + word + right;
    }

    private static string Grouped(string expression) => expression.Contains(" AND ", StringComparison.Ordinal) || expression.Contains(" OR ", StringComparison.Ordinal)
        ? $"({expression})"
        : expression;
}
