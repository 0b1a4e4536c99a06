using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Advisories.Scoring;

public sealed class CvssTests
{
    private static readonly Gen<string> Vectors3 =
        from version in Gen.Elements("3.0", "3.1")
        from metrics in Pick(("AV", "NALP"), ("AC", "LH"), ("PR", "NLH"), ("UI", "NR"), ("S", "UC"), ("C", "NLH"), ("I", "NLH"), ("A", "NLH"))
        select $"CVSS:{version}/{metrics}";

    private static readonly Gen<string> Vectors4 =
        from metrics in Pick(
            ("AV", "NALP"), ("AC", "LH"), ("AT", "NP"), ("PR", "NLH"), ("UI", "NPA"), ("VC", "HLN"), ("VI", "HLN"), ("VA", "HLN"), ("SC", "HLN"), ("SI", "HLN"),
            ("SA", "HLN"), ("E", "XAPU"), ("CR", "XHML"), ("IR", "XHML"), ("AR", "XHML"), ("MAV", "XNALP"), ("MVC", "XHLN"), ("MSI", "XSHLN"), ("MSA", "XSHLN"))
        select $"CVSS:4.0/{metrics}";

    [Theory]
    [InlineData("AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5)]
    [InlineData("(AV:N/AC:L/Au:N/C:C/I:C/A:C)", 10.0)]
    [InlineData("AV:N/AC:M/Au:N/C:N/I:P/A:N", 4.3)]
    [InlineData("AV:L/AC:L/Au:N/C:N/I:N/A:N", 0.0)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0)]
    [InlineData("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", 7.5)]
    [InlineData("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N", 5.9)]
    [InlineData("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 7.8)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O", 9.8)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N", 8.7)]
    [InlineData("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0)]
    public void Scores_as_the_published_calculators_do(string vector, double score) => Cvss.Score(vector).ShouldBe(score);

    [Theory]
    [InlineData("")]
    [InlineData("7.5")]
    [InlineData("CVSS:3.1")]
    [InlineData("CVSS:5.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:X/C:H/I:H/A:H")]
    [InlineData("CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:3.1/AV:N//AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:S/SA:N")]
    [InlineData("AV:N/AC:L/Au:N/C:P/I:P")]
    public void Gives_no_score_for_what_is_no_complete_vector(string vector) => Cvss.Score(vector).ShouldBeNull();

    [Fact]
    public void Scores_have_one_decimal_between_0_and_10() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.OneOf(Vectors3, Vectors4).ToArbitrary(),
        vector => Cvss.Score(vector) is >= 0 and <= 10 and var score && Math.Abs((score * 10) - Math.Round(score * 10)) < 1e-9));

    [Fact]
    public void More_impact_never_scores_less() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.OneOf(Vectors3, Vectors4).ToArbitrary(),
        vector => Cvss.Score(vector.Replace("/C:L", "/C:H").Replace("/VC:L", "/VC:H").Replace("/MVC:L", "/MVC:H")) >= Cvss.Score(vector)));

    [Fact]
    public void No_text_makes_it_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        HostileText.Arbitrary, text => Cvss.Score(text) is null && Cvss.Score("CVSS:3.1/" + text) is null && Cvss.Score("CVSS:4.0/AV:" + text) is null));

    private static Gen<string> Pick(params (string Metric, string Values)[] metrics) =>
        metrics.Select(static m => Gen.Elements(m.Values.ToCharArray()).Select(value => $"{m.Metric}:{value}"))
            .Aggregate((left, right) => left.SelectMany(l => right.Select(r => $"{l}/{r}")));
}
