using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Extraction.TypeScript;

namespace Singularity.Tests.Registry.Extraction.TypeScript;

public sealed class ScriptTokenizerTests
{
    private static readonly string[] Pieces =
    [
        "export ", "declare ", "function f", "class A ", "interface I ", "type T = ", "const x", "namespace N ", "module \"m\" ", "import ", " from \"./x\"", "default ",
        "{", "}", "(", ")", "[", "]", "<", ">", "=>", "=", ";", ",", ":", "?", ".", "|", "&", "*", "/", "//", "/*", "*/", "/**", "`", "${", "\"", "'", "\\", "\n", "@example ", "@param {",
        "module.exports = ", "exports.a = ", "require(\"./x\")", "a.prototype.b = ", "0", "é", "\0", "#p",
    ];

    [Theory]
    [InlineData("a = b / c / d", "a = b / c / d")]
    [InlineData("a = /[/]\\/x/g.test(b)", "a = /[/]\\/x/g . test ( b )")]
    [InlineData("return /x/", "return /x/")]
    [InlineData("(a) / b / c", "( a ) / b / c")]
    [InlineData("x = /a\nb/", "x = / a b /")]
    [InlineData("`a${ `b${c}` + '}' }d` e", "`a${ `b${c}` + '}' }d` e")]
    [InlineData("'it\\'s' \"a\nb", "'it\\'s' \"a b")]
    [InlineData("a => b == c === d >= e", "a => b == c === d > = e")]
    [InlineData("a // b\nc /* d */ e /** f */ g", "a c e g")]
    [InlineData("#!/usr/bin/env node\na", "a")]
    [InlineData("$_a1 äö 1.5e3 #x", "$_a1 äö 1.5e3 #x")]
    public void Splits_into_tokens(string text, string expected)
    {
        var source = Read(text);
        string.Join(' ', Enumerable.Range(0, source.Count).Select(source.Name)).ShouldBe(expected);
    }

    [Fact]
    public void Knows_partners_docs_and_lines()
    {
        var source = Read("/** a */\nf({ [x] })\n\n/** lost */ /** b */ g");
        source.After(1).ShouldBe(8);
        source.Tokens[0].Doc.ShouldBe(0);
        source.Text[source.Docs[source.Tokens[8].Doc].Start..].ShouldStartWith("/** b */");
        source.LineOf(source.Tokens[8].Start).ShouldBe(4);
        source.Tokens[8].AfterNewLine.ShouldBeTrue();
    }

    [Fact]
    public void Brackets_that_do_not_match_end_with_what_encloses_them()
    {
        var source = Read("( [ } ) {");
        source.After(0).ShouldBe(4);
        source.Tokens[2].Partner.ShouldBe(-1);
        source.After(4).ShouldBe(6);
    }

    [Fact]
    public void Tokens_of_any_text_are_in_order_and_partners_are_mutual() => Check.QuickThrowOnFailure(Prop.ForAll(Texts, text =>
    {
        var source = Read(text);
        var end = 0;
        for (var i = 0; i < source.Count; i++)
        {
            var token = source.Tokens[i];
            token.Start.ShouldBeGreaterThanOrEqualTo(end);
            token.End.ShouldBeInRange(token.Start + 1, text.Length);
            end = token.End;
            if (token.Kind is '(' or '[' or '{')
            {
                token.Partner.ShouldBeInRange(i + 1, source.Count);
            }
            else if (token.Partner >= 0)
            {
                source.Tokens[token.Partner].Partner.ShouldBe(i);
            }
        }
    }));

    [Fact]
    public void No_text_makes_the_extractor_throw_or_leave_the_file() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Texts, text =>
    {
        var lines = text.Split('\n').Length;
        foreach (var snippet in Npm.NpmExtraction.Extract(("index.d.ts", text), ("x.d.ts", text)).Concat(Npm.NpmExtraction.Extract(("index.js", text), ("x.js", text))))
        {
            snippet.Line.ShouldBeInRange(1, lines);
        }
    }));

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("<")]
    [InlineData("`${")]
    [InlineData("/[")]
    [InlineData("=/[")]
    [InlineData("a<")]
    [InlineData("namespace a {")]
    [InlineData("export type a = {")]
    [InlineData("export class a { b(")]
    [InlineData("export * from './index';\n")]
    [InlineData("exports = module.exports = a.b = ")]
    [InlineData("exports.a = a();function a(){")]
    [InlineData("/** @example\n")]
    [InlineData("/** ```")]
    [InlineData("declare module 'x' {")]
    [InlineData("module.exports = {a:")]
    public async Task Hostile_repetition_costs_little(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece + (piece.EndsWith('\n') ? "" : "\n"), 300_000 / piece.Length));
        // Quadratic work would take minutes; the deadline only tells the two apart.
        await Task.Run(() => Npm.NpmExtraction.Extract(("index.d.ts", text)).Concat(Npm.NpmExtraction.Extract(("index.js", text))).Count())
            .WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Arbitrary<string> Texts { get; } = Gen.OneOf(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)),
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "")).ToArbitrary();

    private static ScriptSource Read(string text) => ScriptTokenizer.Read(new ScriptSource("index.js", text));
}
