using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Extraction.Rst;

namespace Singularity.Tests.Registry.Extraction.Rst;

public sealed class RstSnippetsTests
{
    private static readonly string[] Blocks =
    [
        "Title\n=====", "=====\nTitle\n=====", "Words with ``code`` and `a link <https://example.org>`_::\n\n    literal()\n    more()", ".. code-block:: python\n   :linenos:\n\n   block()",
        ">>> doctest()\n1", ".. note::\n\n   Inside::\n\n       nested()", ".. image:: x.png\n   :alt: none()", ".. a comment\n   hidden()", "::\n\n\ttabbed()", "- item::\n\n    inItem()",
        "====  ====\na     b\n====  ====", ".. _target: https://example.org", "", "::", "..", ">>> ",
    ];

    [Fact]
    public void Finds_directives_literal_blocks_and_doctests_with_what_stands_around_them()
    {
        var snippets = Cut("""
            Kettle
            ======

            .. image:: https://example.org/badge.svg
               :target: https://example.org

            A library that boils `water <https://example.org>`_ with :class:`Heater` objects.

            Install it::

                pip install kettle

            Usage
            -----

            .. code-block:: python
               :caption: brew.py

               from kettle import Kettle

               Kettle().boil()

            The result is a number:

            >>> Kettle().boil(95)
            95

            .. warning::

               Never do this:

               .. code:: bash

                  kettle --dry
            """);
        snippets.Select(s => (s.Title, s.Language, s.Code, s.Description, s.Line)).ShouldBe(
        [
            ("Kettle", null, "pip install kettle", "Install it:", 11),
            ("Usage", "python", "from kettle import Kettle\n\nKettle().boil()", null, 19),
            ("Usage", "python", ">>> Kettle().boil(95)\n95", "The result is a number:", 25),
            ("Usage", "bash", "kettle --dry", "Never do this:", 34),
        ]);
    }

    [Fact]
    public void Words_lose_roles_links_and_quotes() =>
        RstText.Of("See :meth:`~kettle.boil`, `the docs <https://example.org>`_ and ``code`` **now** |x|", 200).ShouldBe("See ~kettle.boil, the docs and code now x");

    [Fact]
    public void A_highlight_directive_names_the_language_of_literal_blocks() =>
        Cut(".. highlight:: js\n\nCall it::\n\n  a()\n").ShouldHaveSingleItem().Language.ShouldBe("javascript");

    [Fact]
    public void Comments_images_and_raw_parts_are_no_code() =>
        Cut(".. comment\n   a()\n\n.. raw:: html\n\n   <b>::</b>\n\n   c()\n\n.. image:: x\n   :alt: b()\n\nWords.\n").ShouldBeEmpty();

    [Theory]
    [InlineData("Title\n=====\n\nText::\n\n  a()\n", true)]
    [InlineData("Words\n\n.. code:: python\n\n   a()\n", true)]
    [InlineData("# Title\n\n```\nstd::\n```\n", false)]
    [InlineData("Only words.\n", false)]
    public void Tells_reStructuredText_from_Markdown(string text, bool expected) => RstSnippets.LooksLikeIt(text).ShouldBe(expected);

    [Fact]
    public void The_line_is_where_the_code_begins() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from blocks in Gen.Elements(Blocks).ListOf()
         from separator in Gen.Elements("\n\n", "\n", "\r\n\r\n")
         select (Text: string.Join(separator, blocks), AreApart: separator.Length > 1)).ToArbitrary(),
        readme =>
        {
            var lines = TextLines.Of(readme.Text);
            foreach (var snippet in Cut(readme.Text))
            {
                lines[snippet.Line - 1].Trim().ShouldBe(snippet.Code.Split('\n')[0].Trim());
                // A doctest goes on to the next blank line, whatever stands there.
                (readme.AreApart && snippet.Code.Contains("hidden()", StringComparison.Ordinal)).ShouldBeFalse();
            }
        }));

    [Theory]
    [InlineData("::\n\n")]
    [InlineData("a::\n\n ")]
    [InlineData("=\n")]
    [InlineData("===\na\n")]
    [InlineData(".. note::\n ")]
    [InlineData("`<")]
    [InlineData(":a")]
    [InlineData(">>> a\n")]
    public void Hostile_texts_end_in_few_snippets(string piece) =>
        Cut(string.Concat(Enumerable.Repeat(piece, ReadmeFile.MaxBytes / piece.Length))).Count.ShouldBeLessThanOrEqualTo(RstSnippets.MaxCount);

    private static IReadOnlyList<Snippet> Cut(string text)
    {
        var sink = new SnippetSink("pkg:pypi/kettle@1.0.0");
        RstSnippets.Cut(sink, "README.rst", text);
        return sink.Snippets;
    }
}
