using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Extraction.Elixir;

namespace Singularity.Tests.Registry.Extraction.Elixir;

public sealed class ElixirSnippetsTests
{
    private const string Grove = """"
        defmodule Grove do
          @moduledoc """
          Keeps trees in a grove.

          Trees are known by name.

          ## Usage

          Start one with your application:

          ```elixir
          children = [{Grove, name: MyApp.Grove}]
          ```

          ```sql
          SELECT 1
          ```

          From the shell:

              $ mix grove.plant
          """

          use GenServer
          alias Grove.{Tree, Weather}

          @typedoc "A tree's name."
          @type name :: String.t() | atom
          @type t(kind) :: %__MODULE__{kind: kind}
          @typep secret :: term
          @opaque handle :: reference

          defstruct [:kind, trees: %{}]

          @doc """
          Plants a tree and returns its age, `#{@default}` at first.

          More words here.

          ## Examples

              iex> Grove.plant(:oak)
              {:ok,
               0}
              iex> Grove.plant(
              ...>   :elm
              ...> )
              {:ok, 0}

              iex(3)> Grove.plant(nil)
              ** (ArgumentError) no name
          """
          @doc since: "1.1.0"
          @spec plant(name) :: {:ok, non_neg_integer}
          @spec plant(name, keyword) ::
                  {:ok, non_neg_integer}
                  | {:error, term}
          def plant(name, opts \\ [])
          def plant(nil, _opts), do: raise(ArgumentError, "no name")

          def plant(name, opts) when is_atom(name) do
            fun = fn x -> if x do "end" else 'do' end end
            {:ok, fun.(opts), ?", ?#, ~s(def no(a), do: "#{Enum.map([1], fn _ -> "}" end)}")}
          end

          @deprecated "Use plant/2 instead"
          @doc "Sows."
          def sow(%{kind: kind} = _tree, _), do: kind
          def sow(tree, where), do: {tree, where}

          @doc false
          def internal, do: :ok

          def __secret__(x), do: x

          @impl true
          def init(state), do: {:ok, state}

          @impl true
          @doc "Stops at dusk."
          def terminate(_reason, _state), do: :ok

          defp hidden(x), do: x

          @doc guard: true
          defguard is_tree(term) when is_map(term) and is_map_key(term, :kind)

          @doc "Makes it rain."
          defmacro rain(do: block) do
            quote do
              def not_an_api(x), do: unquote(block)
            end
          end

          defdelegate weather(place, day \\ :today), to: Weather, as: :ask
          def unquote(:made)(x), do: x
          def a <|> b, do: {a, b}

          if Code.ensure_loaded?(Jason) do
            @doc "As JSON."
            def to_json(tree), do: tree
          else
            def to_json(_), do: nil
          end

          defmodule Tree do
            def age(tree), do: tree.age
          end

          defmodule Roots do
            @moduledoc false
            def deep(x), do: x

            defmodule Fungus do
              def spore?(x), do: x
            end
          end

          defimpl Inspect do
            def inspect(_, _), do: "#Grove<>"
          end
        end

        defprotocol Grove.Shade do
          @moduledoc ~S"""
          Gives shade: #{not code}.
          """
          @fallback_to_any true
          @doc "How much."
          def amount(thing)
        end

        defimpl Grove.Shade, for: Any do
          def amount(_), do: 0
        end

        defmodule Grove.Keeper do
          @moduledoc "Looks after " <> "a grove."

          @doc """
          Waters one tree.
          """
          @callback water(tree :: Grove.name(), litres :: pos_integer) :: :ok | {:error, term}
          @macrocallback prune(Macro.t) :: Macro.t
          @optional_callbacks prune: 1
        end
        """";

    private static readonly IReadOnlyList<Snippet> Snippets = Cut(Grove);

    [Fact]
    public void Finds_the_public_API_and_nothing_else() => Signatures().Select(s => s.Symbol).ShouldBe(
    [
        "Grove", "Grove.name/0", "Grove.t/1", "Grove.handle/0", "%Grove{}", "Grove.plant/2", "Grove.sow/2", "Grove.terminate/2", "Grove.is_tree/1",
        "Grove.rain/1", "Grove.weather/2", "Grove.to_json/1", "Grove.Tree", "Grove.Tree.age/1", "Grove.Roots.Fungus", "Grove.Roots.Fungus.spore?/1",
        "Grove.Shade", "Grove.Shade.amount/1", "Grove.Keeper", "Grove.Keeper.water/2", "Grove.Keeper.prune/1",
    ]);

    [Theory]
    [InlineData("Grove", "defmodule Grove", 1, "Keeps trees in a grove.")]
    [InlineData("Grove.name/0", "@type name :: String.t() | atom", 28, "A tree's name.")]
    [InlineData("Grove.t/1", "@type t(kind) :: %__MODULE__{kind: kind}", 29, null)]
    [InlineData("Grove.handle/0", "@opaque handle", 31, null)]
    [InlineData("%Grove{}", "defstruct [:kind, trees: %{}]", 33, null)]
    [InlineData(
        "Grove.plant/2",
        "@spec plant(name) :: {:ok, non_neg_integer}\n@spec plant(name, keyword) :: {:ok, non_neg_integer} | {:error, term}\ndef plant(name, opts \\\\ [])",
        54,
        "Plants a tree and returns its age, `#{@default}` at first.")]
    [InlineData("Grove.sow/2", "def sow(tree, where)", 69, "Deprecated: Use plant/2 instead Sows.")]
    [InlineData("Grove.terminate/2", "def terminate(_reason, _state)", 81, "Stops at dusk.")]
    [InlineData("Grove.is_tree/1", "defguard is_tree(term)", 86, null)]
    [InlineData("Grove.rain/1", "defmacro rain(do: block)", 89, "Makes it rain.")]
    [InlineData("Grove.weather/2", "defdelegate weather(place, day \\\\ :today)", 95, null)]
    [InlineData("Grove.Shade", "defprotocol Grove.Shade", 124, "Gives shade: #{not code}.")]
    [InlineData("Grove.Keeper", "defmodule Grove.Keeper", 137, "Looks after")]
    [InlineData("Grove.Keeper.water/2", "@callback water(tree :: Grove.name(), litres :: pos_integer) :: :ok | {:error, term}", 143, "Waters one tree.")]
    public void Cuts_what_a_reader_needs(string symbol, string code, int line, string? description)
    {
        var signature = Signatures().Single(s => s.Symbol == symbol);
        (signature.Code, signature.Line, signature.Description, signature.Language).ShouldBe((code, line, description, "elixir"));
    }

    [Fact]
    public void Cuts_examples_with_their_results_as_comments_and_their_lines()
    {
        var examples = Snippets.Where(s => s.Kind == SnippetKind.Doctest).Select(s => (s.Symbol, s.Line, s.Language, s.Code));
        examples.ShouldBe(
        [
            ("Grove", 12, "elixir", "children = [{Grove, name: MyApp.Grove}]"),
            ("Grove", 21, "bash", "$ mix grove.plant"),
            ("Grove.plant/2", 42, "elixir",
                "Grove.plant(:oak)\n# => {:ok,\n#     0}\nGrove.plant(\n  :elm\n)\n# => {:ok, 0}\n\nGrove.plant(nil)\n# => ** (ArgumentError) no name"),
        ]);
    }

    [Fact]
    public void Every_line_points_at_its_code()
    {
        var lines = Grove.Split('\n');
        foreach (var signature in Signatures())
        {
            lines[signature.Line - 1].Trim().ShouldStartWith(signature.Code.Split(' ')[0]);
        }
    }

    [Fact]
    public void Any_text_ends_in_snippets_or_in_none() => Check.QuickThrowOnFailure(Prop.ForAll(Broken().ToArbitrary(), text => Cut(text) is not null));

    [Theory]
    [InlineData("if )\n")]
    [InlineData("defmodule A do def f( end\n")]
    [InlineData("defmodule A do\n")]
    [InlineData("~s(#{\"")]
    [InlineData("@doc \"\"\"\n")]
    [InlineData("\"#{")]
    [InlineData("a |>\n\n\n")]
    [InlineData("@spec f(\n")]
    [InlineData("fn (\n")]
    [InlineData("~AAAA")]
    [InlineData("defmodule A do @doc \"# x\n\n\n\" end\n")]
    public void Repeating_what_is_broken_stays_cheap(string piece) => Cut(string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length))).Count.ShouldBeLessThan(5_001);

    private static IEnumerable<Snippet> Signatures() => Snippets.Where(s => s.Kind == SnippetKind.Signature);

    private static IReadOnlyList<Snippet> Cut(string text)
    {
        var sink = new SnippetSink("pkg:hex/grove@1.0.0");
        ElixirSnippets.Add(sink, "lib/grove.ex", text);
        return sink.Snippets;
    }

    /// <summary>Good source with pieces cut out and put in.</summary>
    private static Gen<string> Broken()
    {
        string[] pieces =
        [
            "", "\"", "\"\"\"\n", "'", "#{", "}", "(", ")", "[", "do\n", " end ", "~S(", "~", "?", ":", "::", "\\", "@doc ", "@spec ", "def ", "defmodule ", "fn ",
            "<<", ">>", "é", "\0", "\n",
        ];
        return from start in Gen.Choose(0, Grove.Length - 1)
               from length in Gen.Choose(0, 400)
               from piece in Gen.Elements(pieces)
               from second in Gen.Elements(pieces)
               from middle in Gen.Choose(0, Grove.Length - 1)
               let cut = Grove.Remove(start, Math.Min(length, Grove.Length - start)).Insert(start, piece)
               select cut.Insert(Math.Min(middle, cut.Length), second);
    }
}
