using Singularity.Registry.Extraction.Python;

namespace Singularity.Tests.Registry.Extraction.Python;

public sealed class PythonExamplesTests
{
    [Fact]
    public void Sessions_become_code_with_what_was_printed_as_comments()
    {
        var found = PythonExamples.Find("""
            Summary of it.

            Examples
            --------
            >>> for x in range(2):  # doctest: +SKIP
            ...     print(x)
            ...
            0
            1

            >>> print("a\\n")
            a
            <BLANKLINE>
            >>> boom()
            Traceback (most recent call last):
              File "x", line 1
            ValueError: no

            Outside it differs:

                >>> other()
            """);
        found.Select(f => (f.Code, f.Line, f.Paragraph)).ShouldBe([
            ("for x in range(2):\n    print(x)\n# 0\n# 1\n\nprint(\"a\\\\n\")\n# a\n#\nboom()\n\n# ValueError: no", 4, null),
            ("other()", 20, "Outside it differs"),
        ]);
    }

    [Fact]
    public void Fences_directives_and_literal_blocks_are_code()
    {
        var found = PythonExamples.Find("""
            First::

                import demo
                demo.run()

            A picture::

                +---+
                | x |

            .. code-block:: console
               :caption: Shell

               $ demo --help

            .. deprecated:: 1.0

            Then:

            ```py
            x = 1
            ```
            .. code::

                with y:
                    pass
            """);
        found.Select(f => (f.Code, f.Language, f.Line, f.Paragraph)).ShouldBe([
            ("import demo\ndemo.run()", "python", 2, "First"),
            ("$ demo --help", "bash", 13, "A picture"),
            ("x = 1", "python", 20, "Then"),
            ("with y:\n    pass", "python", 24, "Then"),
        ]);
    }

    [Theory]
    [InlineData("\"\"\"One :class:`~demo.Thing` and ``x``.\n\n    Two.\"\"\"", "One `demo.Thing` and `x`.")]
    [InlineData("'''\n    Folded\n    over   lines.\n    '''  # note", "Folded over lines.")]
    [InlineData("u'Old.'", "Old.")]
    [InlineData("r'''Raw \\d.'''", "Raw \\d.")]
    [InlineData("\"A :ref:`text <target>` here.\"", "A `text` here.")]
    [InlineData("''", null)]
    public void Summaries_are_the_first_paragraph_in_plain_words(string literal, string? expected) =>
        new PythonDoc(PythonDocText.LiteralOf(literal).ToString() is { Length: > 0 } text ? text : "''''''", "m.py", 1).Summary.ShouldBe(expected);

    [Theory]
    [InlineData("b'bytes'")]
    [InlineData("f'{x}'")]
    [InlineData("'a'.join(x)")]
    [InlineData("'a' + 'b'")]
    [InlineData("'open")]
    [InlineData("name")]
    public void Other_statements_document_nothing(string statement) => PythonDocText.LiteralOf(statement).ToString().ShouldBeEmpty();
}
