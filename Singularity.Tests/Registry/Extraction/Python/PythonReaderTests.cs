using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Extraction.Python;

namespace Singularity.Tests.Registry.Extraction.Python;

public sealed class PythonReaderTests
{
    private static readonly string[] Pieces =
    [
        "def f(", "a=1", ")", ":", "\n", "    ", "\t", "class C", "(Base)", "'''", "\"\"\"", "'", "\"", "\\", "#", "@property\n", "from .a import b", "*", "__all__ = [", "]",
        "f'{x!r}'", "if x:", "else:", "async ", "x: int = 1", ";", "{", "}", "\r", "\f", "é", "\0", ">>> x", "::", "return", "type X = int", "lambda: 1",
    ];

    [Theory]
    [InlineData("def f(a, *, b = {'x': (1, 2)}, **kw): pass", "def f(a, *, b = {'x': (1, 2)}, **kw)")]
    [InlineData("def f(\n    a: int,  # the first\n    b: 'List[str]' = \"#:)\",\n) -> Dict[str, int]:\n    return {}", "def f(a: int, b: 'List[str]' = \"#:)\") -> Dict[str, int]")]
    [InlineData("async  def f[T: (int, str)](x: T) -> T: ...", "async def f[T: (int, str)](x: T) -> T")]
    [InlineData("def f(x=(\n  1,\n)): pass", "def f(x=(1,))")]
    [InlineData("def f(a, (b, c), d=lambda x: x): print `a`", "def f(a, (b, c), d=lambda x: x)")]
    [InlineData("def f(a, \\\n      b): pass", "def f(a, b)")]
    [InlineData("class A(B, metaclass=M): x = 1", "class A(B, metaclass=M)")]
    [InlineData("@app.route('/')\n@functools.cached_property\ndef f(self): pass", "@functools.cached_property\ndef f(self)")]
    [InlineData("@dataclass(frozen=True,\n           slots=True)\nclass A: pass", "@dataclass(frozen=True, slots=True)\nclass A")]
    [InlineData("@overload\ndef f(x: int) -> int: ...\n@overload\ndef f(x: str) -> str: ...\ndef f(x):\n  'Doc.'", "@overload\ndef f(x: int) -> int\n@overload\ndef f(x: str) -> str")]
    [InlineData("MAX_SIZE: Final[int] = 10 * 1024", "MAX_SIZE: Final[int] = 10 * 1024")]
    [InlineData("TABLE = {'a': 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'b': 2}", "TABLE = ...")]
    [InlineData("type Pair[T] = tuple[T, T]", "type Pair[T] = tuple[T, T]")]
    public void Writes_declarations_in_one_form(string text, string expected) => Read(text).Items.ShouldHaveSingleItem().Code.ShouldBe(expected);

    [Fact]
    public void Knows_where_each_thing_begins_and_what_belongs_to_it()
    {
        var module = Read(""""
            #!/usr/bin/env python
            """The module."""
            import os
            if os.name == "nt":
                def pick(): "First."
            else:
                def pick(x): pass

            class Outer(Base):
                r"""Outer
                summary.

                More."""

                limit: int = 3
                """The limit."""
                _hidden = 1
                RED = 1
                plain = 2

                def method(self, a):
                    text = """
            def not_code(): pass
            """
                    def nested(): pass
                    return text

                class Inner:
                    def deep(self): pass

                @property
                def name(self): return 1
                @name.setter
                def name(self, value): pass

            try:
            	import json
            	def tabbed(): pass
            except ImportError:
            	json = None
            x = 1; VALUE_B = f"{x["a"]}{x}"

            if __name__ == "__main__":
                def only_as_a_program(): pass
            def last(): pass
            """");
        module.Doc!.Text.ShouldBe("The module.");
        module.Items.Select(i => (i.Name, i.Line)).ShouldBe([("pick", 5), ("Outer", 9), ("tabbed", 38), ("json", 40), ("x", 41), ("VALUE_B", 41), ("last", 45)]);
        module.Items.Where(i => !i.IsTelling).Select(i => i.Name).ShouldBe(["json", "x"]);
        var outer = module.Items[1];
        outer.Doc!.Summary.ShouldBe("Outer summary.");
        outer.Members.Select(m => (m.Name, m.Line)).ShouldBe([("limit", 15), ("RED", 18), ("method", 21), ("Inner", 28), ("name", 31)]);
        outer.Members[0].Doc!.Text.ShouldBe("The limit.");
        outer.Members[3].Members.ShouldHaveSingleItem().Name.ShouldBe("deep");
    }

    [Fact]
    public void Reads_what_a_module_imports_and_offers()
    {
        var module = PythonReader.Read("pkg.sub", "pkg/sub/__init__.py", isPackage: true, """
            from . import near
            from .core import (
                One as Uno,  # renamed
                two,
            )
            from ..top import *
            from ....beyond import nothing
            from other.place import thing
            __all__ = ["Uno", 'two',
                       # "three",
                       "four"]
            __all__ += ["five"]
            """);
        module.Imports.Select(i => (i.Module, i.Name, i.Alias)).ShouldBe([
            ("pkg.sub", "near", "near"), ("pkg.sub.core", "One", "Uno"), ("pkg.sub.core", "two", "two"), ("pkg.top", "*", "*"), ("other.place", "thing", "thing"),
        ]);
        module.All.ShouldBe(["Uno", "two", "four", "five"]);
        module.AllIsComplete.ShouldBeTrue();
        Read("__all__ = ['a'] + other.__all__").AllIsComplete.ShouldBeFalse();
    }

    [Theory]
    [InlineData("x = (1,\n\ndef f(): pass\n")]
    [InlineData("s = 'open\ndef f(): pass\n")]
    [InlineData("print 'old', ur'x'\nexec 'code' in d\ndef f(): pass")]
    [InlineData("def f(): pass\ns = '''never closed\ndef g(): pass")]
    [InlineData(")]}\ndef f(): pass")]
    public void Broken_code_costs_no_more_than_itself(string text) => Read(text).Items.Where(i => i.Kind == PythonItemKind.Function).Select(i => i.Name).ShouldBe(["f"]);

    [Fact]
    public void No_text_makes_the_reader_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        text =>
        {
            var module = Read(text);
            foreach (var item in module.Items)
            {
                item.Line.ShouldBeGreaterThan(0);
                PythonExamples.Find(item.Doc?.Text ?? "").ShouldNotBeNull();
            }

            PythonExamples.Find(text).ShouldNotBeNull();
            CoreMetadata.Parse(text).ShouldNotBeNull();
        }));

    [Fact]
    public void Lines_are_counted_as_they_stand_in_the_file() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        text =>
        {
            var source = PythonText.Normalize(text);
            var lines = new PythonLines(source);
            while (lines.Next())
            {
                lines.Line.ShouldBe(source.AsSpan(0, lines.Start).Count('\n') + 1);
            }
        }));

    private static PythonModule Read(string text) => PythonReader.Read("m", "m.py", isPackage: false, text);
}
