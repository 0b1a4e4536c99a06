using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Knowledge.Weakening;

namespace Singularity.Tests.Registry.Knowledge.Weakening;

public sealed class ApiNamesTests
{
    [Theory]
    [InlineData(Ecosystem.Hex, "Ecto.Repo.all/3", "Ecto.Repo.all/3", true)]
    [InlineData(Ecosystem.Hex, "Ecto.Repo.all/3", "Repo.all/3", true)]
    [InlineData(Ecosystem.Hex, "Ecto.Repo.all/3", "all/3", true)]
    [InlineData(Ecosystem.Hex, "Ecto.Repo.all/3", "Ecto.Repo.all", true)]
    [InlineData(Ecosystem.Hex, "Ecto.Repo.all/3", "Ecto.Repo.all/2", false)]
    [InlineData(Ecosystem.Hex, "Ecto.Repo.all/3", "po.all/3", false)]
    [InlineData(Ecosystem.Hex, "Ecto.Repo.all/3", "Ecto.Repo", false)]
    [InlineData(Ecosystem.Hex, "Ecto.Repo.all/3", "/3", false)]
    [InlineData(Ecosystem.Hex, "Ecto.Repo.all/3", "3", false)]
    [InlineData(Ecosystem.Hex, "grove:plant/1", "plant/1", true)]
    [InlineData(Ecosystem.Hex, "%Grove{}", "%Grove{}", true)]
    [InlineData(Ecosystem.Cargo, "tokio::spawn", "tokio::spawn", true)]
    [InlineData(Ecosystem.Cargo, "tokio::task::JoinSet::spawn", "JoinSet::spawn", true)]
    [InlineData(Ecosystem.Cargo, "tokio::task::JoinSet::spawn", "tokio::spawn", false)]
    [InlineData(Ecosystem.Cargo, "demo::queue", "queue!", true)]
    [InlineData(Ecosystem.Cargo, "demo::Tx::send", "Tx::<u8>::send()", true)]
    [InlineData(Ecosystem.NuGet, "Polly.ResiliencePipelineBuilder<TResult>.Build", "ResiliencePipelineBuilder<T>.Build", true)]
    [InlineData(Ecosystem.NuGet, "Polly.ResiliencePipelineBuilder", "ResiliencePipelineBuilder", true)]
    [InlineData(Ecosystem.NuGet, "Polly.ResiliencePipelineBuilder", "PipelineBuilder", false)]
    [InlineData(Ecosystem.PyPI, "web.Client.send", "Client.send()", true)]
    [InlineData(Ecosystem.PyPI, "web.Client.send", "api.Client.send", false)]
    [InlineData(Ecosystem.Npm, "object", "z.object", true)]
    [InlineData(Ecosystem.Npm, "Schema.parse", "z.Schema.parse", true)]
    [InlineData(Ecosystem.Npm, "Schema.parse", "z.parse", false)]
    [InlineData(Ecosystem.Npm, "Schema.parse", "Schema#parse", true)]
    [InlineData(Ecosystem.Npm, "Schema.parse", "", false)]
    public void A_citation_means_a_symbol_or_its_trailing_part(Ecosystem ecosystem, string symbol, string cited, bool expected) =>
        new ApiNames(ecosystem, [ApiSamples.Signature(symbol)]).Knows(cited).ShouldBe(expected);

    [Fact]
    public void Defaults_make_a_function_of_fewer_arguments_too()
    {
        var names = new ApiNames(Ecosystem.Hex, [ApiSamples.Signature("Grove.plant/3", @"def plant(name, kind \\ :oak, opts \\ [])")]);

        names.Knows("Grove.plant/3").ShouldBeTrue();
        names.Knows("plant/1").ShouldBeTrue();
        names.Knows("Grove.plant/0").ShouldBeFalse();
        names.Knows("Grove.plant/4").ShouldBeFalse();
    }
}

/// <summary>Snippets of an API.</summary>
internal static class ApiSamples
{
    public static Snippet Signature(string symbol, string? code = null, string language = "elixir") => Snippet.Create(
        SnippetKind.Signature, "pkg:hex/demo@1.0.0", "lib/demo.ex", 1, symbol, code ?? symbol, language, symbol: symbol);

    public static IReadOnlyList<Snippet> Of(params string[] symbols) => [.. symbols.Select(static s => Signature(s))];
}
