using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Extraction.Elixir;

namespace Singularity.Tests.Registry.Extraction.Elixir;

public sealed class ErlangSnippetsTests
{
    private const string Source = """"
        %%%-------------------
        %% @doc Keeps trees.
        %% In a grove.
        %%%-------------------
        -module(grove).
        -export([plant/1, plant/2, 'odd name'/0,
                 sow/1]). % the rest is for tests
        -export([burn/0, water/1]).
        -export_type([tree/0, handle/0]).

        -type tree() :: #{name := binary(), % known by it
                          age => non_neg_integer()}.
        -type secret() :: term().
        -opaque handle() :: reference().

        -callback grow(tree()) -> tree().

        %% @doc
        %% Plants a tree.
        %%
        %% Examples:
        %%
        %% ```
        %% > grove:plant(<<"oak">>).
        %% {ok, 1}
        %% '''
        %% @end
        -spec plant(binary()) -> {ok, pos_integer()}.
        plant(Name) ->
            plant(Name, #{text => "a. b", char => $., atom => 'x. y'}).

        plant(Name, _) when is_binary(Name) -> {ok, 1};
        plant(_, _) -> {error, "."}.

        'odd name'() -> ok.

        -doc """
        Sows one seed.

            1> grove:sow(seed).
            ok
        """.
        -doc #{since => "1.0"}.
        sow({seed, A} = <<_/binary>>) -> A.

        %% @private
        burn() -> ok.

        -doc false.
        water(X) -> X.

        local(X, Y) -> X + Y.
        """";

    [Fact]
    public void Finds_what_is_exported_with_its_specification_and_summary() => Cut(Source).Where(s => s.Kind == SnippetKind.Signature)
        .Select(s => (s.Symbol, s.Code, s.Line, s.Description)).ShouldBe(
        [
            ("grove", "-module(grove).", 5, "Keeps trees. In a grove."),
            ("grove:tree/0", "-type tree() :: #{name := binary(), age => non_neg_integer()}.", 11, null),
            ("grove:handle/0", "-opaque handle().", 14, null),
            ("grove:grow/1", "-callback grow(tree()) -> tree().", 16, null),
            ("grove:plant/1", "-spec plant(binary()) -> {ok, pos_integer()}.\nplant(Name)", 28, "Plants a tree."),
            ("grove:plant/2", "plant(Name, _)", 32, null),
            ("grove:'odd name'/0", "'odd name'()", 35, null),
            ("grove:sow/1", "sow({seed, A} = <<_/binary>>)", 44, "Sows one seed."),
        ]);

    [Fact]
    public void Cuts_examples_of_comments_and_attributes() => Cut(Source).Where(s => s.Kind == SnippetKind.Doctest)
        .Select(s => (s.Symbol, s.Code, s.Line, s.Language)).ShouldBe(
        [
            ("grove:plant/1", "> grove:plant(<<\"oak\">>).\n{ok, 1}", 24, "erlang"),
            ("grove:sow/1", "1> grove:sow(seed).\nok", 40, "erlang"),
        ]);

    [Theory]
    [InlineData("%% @hidden\n-module(grove).\n-export([a/0]).\na() -> ok.")]
    [InlineData("-module(grove).\n-moduledoc false.\n-export([a/0]).\na() -> ok.")]
    [InlineData("a() -> ok.")]
    [InlineData("")]
    public void Hidden_modules_have_no_API(string source) => Cut(source).ShouldBeEmpty();

    [Fact]
    public void Any_text_ends_in_snippets_or_in_none() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from start in Gen.Choose(0, Source.Length - 1)
         from length in Gen.Choose(0, 300)
         from piece in Gen.Elements("", "\"", "'", "\"\"\"", "$", "(", ")", "<<", ">>", "{", "%", "-", "-spec ", "-doc ", "->", ".", ". ", "/", "\\", "é", "\0", "\n")
         select Source.Remove(start, Math.Min(length, Source.Length - start)).Insert(start, piece)).ToArbitrary(),
        text => Cut(text) is not null));

    [Theory]
    [InlineData("-spec f(\n")]
    [InlineData("f(. ")]
    [InlineData("\"\"\"\n")]
    [InlineData("%% @doc\n")]
    [InlineData("'a. ")]
    [InlineData("-export([a/1,. ")]
    [InlineData("-module(m). f(<<>>) -> ok.\n")]
    public void Repeating_what_is_broken_stays_cheap(string piece) => Cut(string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length))).Count.ShouldBeLessThan(5_001);

    private static IReadOnlyList<Snippet> Cut(string text)
    {
        var sink = new SnippetSink("pkg:hex/grove@1.0.0");
        ErlangSnippets.Add(sink, "src/grove.erl", text);
        return sink.Snippets;
    }
}
