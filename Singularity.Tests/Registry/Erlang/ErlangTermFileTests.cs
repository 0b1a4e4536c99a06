using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Erlang;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Erlang;

public sealed class ErlangTermFileTests
{
    private static readonly Gen<string> Words = Gen.OneOf(
        Gen.Elements("", "name", "~> 1.0", "Größe", "日本", "a\"b\\c", "line\nbreak", "\e[0m", "🦊", "it's"),
        ArbMap.Default.GeneratorFor<string>().Select(t => new string([.. (t ?? "").Where(c => !char.IsSurrogate(c))])));

    [Fact]
    public void Reads_what_was_written() => Check.QuickThrowOnFailure(Prop.ForAll(
        Terms(4).ListOf().ToArbitrary(), terms => ErlangText.Of(ErlangTermFile.Parse(ErlangText.Of(terms))) == ErlangText.Of(terms)));

    [Fact]
    public void Any_other_text_gives_terms_or_a_line() => Check.QuickThrowOnFailure(Prop.ForAll(Mutated().ToArbitrary(), text =>
    {
        try
        {
            return ErlangTermFile.Parse(Encoding.UTF8.GetBytes(text)) is not null;
        }
        catch (ErlangFormatException exception)
        {
            return exception.Line >= 1 && exception.Line <= text.Count(c => c == '\n') + 1;
        }
    }));

    [Fact]
    public void Reads_metadata_as_publishers_wrote_it()
    {
        var terms = ErlangTermFile.Parse("""
            {<<"name">>,<<"acorn">>}.
            {<<"description">>,<<"Größe und Maß"/utf8>>}.
            {<<"old">>,<<71,114,195,182,195,159,101>>}. % as older clients wrote what was not ASCII
            {<<"requirements">>,
             [{<<"oak">>,
               [{<<"app">>,<<"oak">>},{<<"optional">>,false},{<<"requirement">>,<<"~> 1.2">>}]}]}.
            {<<"files">>,[<<"lib">>,<<"lib/acorn.ex">>]}.
            {<<"links">>,#{<<"GitHub">> => <<"https://example.org/acorn">>}}.
            """u8);
        var record = new ErlangTerm.List(terms);
        record.Member("name")?.AsText().ShouldBe("acorn");
        record.Member("description")?.AsText().ShouldBe("Größe und Maß");
        record.Member("old")?.AsText().ShouldBe("Größe");
        record.Member("requirements")?.Member("oak")?.Member("optional").ShouldBe(new ErlangTerm.Atom("false"));
        record.Member("files")?.AsList().Select(t => t.AsText()).ShouldBe(["lib", "lib/acorn.ex"]);
        record.Member("links")?.Member("GitHub")?.AsText().ShouldBe("https://example.org/acorn");
        record.Member("absent").ShouldBeNull();
    }

    [Theory]
    [InlineData("16#fF", 255)]
    [InlineData("-1_000", -1000)]
    [InlineData("+7", 7)]
    [InlineData("$a", 97)]
    [InlineData("$\\n", 10)]
    [InlineData("2#101", 5)]
    public void Reads_integers_in_every_notation(string text, int expected) =>
        Single(text).ShouldBe(new ErlangTerm.Integer(new BigInteger(expected)));

    [Theory]
    [InlineData("\"a\" \"b\"", "ab")]
    [InlineData("\"\\x{1F98A}\\x41\\101\\s\\^A\"", "🦊AA \u0001")]
    [InlineData("'quoted atom'", "quoted atom")]
    [InlineData("[72,105]", "Hi")]
    [InlineData("<<\"a\", \"b\", 99>>", "abc")]
    [InlineData("<<\"é\">>", "é")]
    public void Reads_texts_in_every_notation(string text, string expected) => Single(text).AsText().ShouldBe(expected);

    [Fact]
    public void Reads_a_file_in_Latin_1() =>
        ErlangTermFile.Parse([.. "<<\""u8, 0xE9, .. "\">>."u8]).Single().AsText().ShouldBe("é");

    [Theory]
    [InlineData("{a,\n b,\n <0.1.0>}.", 3, "not '<'")]
    [InlineData("ok.\nfun() -> ok end.", 2, "'fun' is a call")]
    [InlineData("Variable.", 1, "not 'V'")]
    [InlineData("#person{name = x}.", 1, "records")]
    [InlineData("[a|b].", 1, "']' is expected")]
    [InlineData("{a,b}", 1, "'.' is expected, not the end of the file")]
    [InlineData("{a,b}.{c}.", 1, "a blank must follow")]
    [InlineData("\n\n\"open", 3, "no end")]
    [InlineData("<<1:16>>.", 1, "without sizes")]
    [InlineData("<<256>>.", 1, "up to 255")]
    [InlineData("<<\"日\">>.", 1, "not marked /utf8")]
    [InlineData("37#z.", 1, "base must be 2 to 36")]
    [InlineData("\"\\x{110000}\".", 1, "names no character")]
    [InlineData("1.0e999.", 1, "too large")]
    public void What_is_no_term_is_named_with_its_line(string text, int line, string problem)
    {
        var exception = Should.Throw<ErlangFormatException>(() => ErlangTermFile.Parse(text));
        (exception.Line, exception.Message).ShouldSatisfyAllConditions(e => e.Line.ShouldBe(line), e => e.Message.ShouldContain(problem));
    }

    [Fact]
    public void Depth_number_and_size_are_bounded()
    {
        Problem(new string('[', 100_000)).ShouldContain("more than 64 deep");
        Problem($"[{string.Join(',', Enumerable.Repeat("a", 260_000))}].").ShouldContain("more than 250000 terms");
        Problem($"<<{string.Join(',', Enumerable.Repeat("1", 260_000))}>>.").ShouldContain("more than 250000 terms");
        Problem(new string('9', 1000) + ".").ShouldContain("1 to 256 digits");
        Should.Throw<ErlangFormatException>(() => ErlangTermFile.Parse(new byte[(4 * 1024 * 1024) + 1])).Message.ShouldContain("at most 4194304");
        ErlangTermFile.Parse(new string('[', 64) + new string(']', 64) + ".").Count.ShouldBe(1);
    }

    private static string Problem(string text) => Should.Throw<ErlangFormatException>(() => ErlangTermFile.Parse(text)).Message;

    private static ErlangTerm Single(string text) => ErlangTermFile.Parse(text + ".").ShouldHaveSingleItem();

    private static Gen<ErlangTerm> Terms(int depth)
    {
        var leaf = Gen.OneOf(
            Words.Select(ErlangTerm (t) => new ErlangTerm.Atom(t)),
            Words.Select(ErlangTerm (t) => new ErlangTerm.Text(t)),
            Words.Select(ErlangText.Binary),
            ArbMap.Default.GeneratorFor<byte[]>().Select(ErlangTerm (b) => new ErlangTerm.Binary(b)),
            ArbMap.Default.GeneratorFor<long>().Select(ErlangTerm (n) => new ErlangTerm.Integer(n)),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(ErlangTerm (n) => new ErlangTerm.Float(n.Get)));
        if (depth == 0)
        {
            return leaf;
        }

        var inner = Terms(depth - 1).ListOf().Select(items => items.Take(3).ToList());
        return Gen.OneOf(
            leaf,
            inner.Select(ErlangTerm (items) => new ErlangTerm.List(items)),
            inner.Select(ErlangTerm (items) => new ErlangTerm.Tuple(items)),
            inner.Select(ErlangTerm (items) => new ErlangTerm.Map([.. items.Select(i => KeyValuePair.Create(i, i))])));
    }

    /// <summary>Good files with a piece taken out or put in.</summary>
    private static Gen<string> Mutated() =>
        from terms in Terms(3).ListOf()
        from piece in Gen.Elements("", "<<", ">>", "#{", "=>", "{", "}", "[", "]", ",", ".", "\"", "'", "\\", "%", "$", "16#", "\n", "fun", "é")
        from at in Gen.Choose(0, 200)
        from cut in Gen.Choose(0, 5)
        let text = ErlangText.Of(terms)
        let start = Math.Min(at, text.Length)
        select string.Concat(text.AsSpan(0, start), piece, text.AsSpan(Math.Min(text.Length, start + cut)));
}
