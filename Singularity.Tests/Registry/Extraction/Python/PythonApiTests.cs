using System.Text;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction;
using Singularity.Registry.Extraction.Python;

namespace Singularity.Tests.Registry.Extraction.Python;

public sealed class PythonApiTests
{
    [Fact]
    public void Offers_each_definition_once_under_its_shortest_public_name()
    {
        var symbols = Symbols(
            ("web/__init__.py", "from ._client import Client as Client, _private\nfrom .models import *\nfrom .api import get\nimport os\n"),
            ("web/_client.py", "class Client:\n    def __init__(self): pass\n    def send(self): pass\n    def _raw(self): pass\n    def __repr__(self): pass\ndef helper(): pass\n"),
            ("web/models.py", "__all__ = ['Request', '_Special', 'codes']\nclass Request: pass\nclass Hidden: pass\nclass _Special: pass\ncodes = make()\n"),
            ("web/api.py", "from .models import Request\nDEFAULT = 1\nlogger = get_logger()\ndef get(url): pass\ndef _check(): pass\n"),
            ("web/_internal/__init__.py", "def secret(): pass\n"),
            ("web/tests/test_api.py", "def test_get(): pass\n"));
        symbols.ShouldBe([
            "web.Client", "web.Client.__init__", "web.Client.send", "web.get", "web.Request", "web.codes", "web._Special", "web.api.DEFAULT",
        ], ignoreOrder: true);
    }

    [Fact]
    public void A_stub_declares_and_the_code_documents()
    {
        var snippets = Cut(
            ("fast/__init__.py", "from fast._impl import run\n"),
            ("fast/_impl.py", "def run(x):\n    '''Runs.\n\n    >>> run(1)\n    1\n    '''\nclass T:\n    def go(self): 'Goes.'\n"),
            ("fast/__init__.pyi", "def run(x: int) -> int: ...\n"));
        snippets.Select(s => (s.Kind, s.Code, s.Description, s.Path, s.Line)).ShouldBe([
            (SnippetKind.Signature, "def run(x: int) -> int", "Runs.", "fast/__init__.pyi", 1),
            (SnippetKind.Doctest, "run(1)\n# 1", "Runs.", "fast/_impl.py", 4),
        ]);
    }

    [Theory]
    [InlineData("src/demo/__init__.py|src/demo/core.py|setup.py|docs/conf.py|demo_test/__init__.py", "", "demo demo.core")]
    [InlineData("demo/__init__.py|demo/tests/__init__.py|examples/use.py|setup.py|tests/__init__.py", "", "demo")]
    [InlineData("six.py|setup.py|test_six.py|docs/x.py", "", "six")]
    [InlineData("lib/yaml/__init__.py|setup.py", "yaml", "yaml")]
    [InlineData("google/cloud/thing/__init__.py|noxfile.py", "", "google.cloud.thing")]
    [InlineData("a/__init__.py|b/__init__.py|c.py", "a c", "a c")]
    [InlineData("no-name/__init__.py|1st.py", "", "")]
    public void Finds_the_packages_of_a_source_distribution(string paths, string topLevel, string expected) => string.Join(' ', PythonLayout
        .Find(paths.Split('|'), isBuilt: false, topLevel.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(f => f.Module).Order(StringComparer.Ordinal)).ShouldBe(expected);

    [Fact]
    public void Finds_everything_that_a_wheel_installs() => PythonLayout
        .Find(["demo/__init__.py", "demo/x.pyi", "ns/a/m.py", "demo-1.0.data/purelib/extra.py", "req-stubs/__init__.pyi", "tests/t.py", "demo-1.0.data/scripts/run.py"], isBuilt: true, [])
        .Select(f => f.Module).Order(StringComparer.Ordinal).ShouldBe(["demo", "demo.x", "extra", "ns.a.m", "req"]);

    [Fact]
    public void Imports_in_circles_and_from_everywhere_end()
    {
        var files = Enumerable.Range(0, 60).Select(i => ($"p/m{i}.py", string.Concat(Enumerable.Range(0, 60).Select(j => $"from .m{j} import *\n")) + $"from .m{(i + 1) % 60} import gone\ndef f{i}(): pass\n"));
        Symbols([("p/__init__.py", "from .m0 import *\n"), .. files]).ShouldContain("p.f0");
    }

    private static string[] Symbols(params (string Path, string Content)[] files) =>
        [.. Cut(files).Where(s => s.Kind == SnippetKind.Signature).Select(s => s.Symbol!)];

    private static IReadOnlyList<Snippet> Cut(params (string Path, string Content)[] files)
    {
        var contents = files.ToDictionary(f => f.Path, f => new ArchiveFile(f.Path, Encoding.UTF8.GetBytes(f.Content), Encoding.UTF8.GetByteCount(f.Content)));
        var sink = new SnippetSink("pkg:pypi/demo@1.0");
        new PythonApi(PythonLayout.Find([.. contents.Keys], isBuilt: true, []), contents).Write(sink);
        return sink.Snippets;
    }
}
