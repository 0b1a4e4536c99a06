using System.CommandLine;
using Singularity.Benchmarks;
using Singularity.Benchmarks.Floors;
using Singularity.Benchmarks.Load;
using Singularity.Benchmarks.Packages;

var root = new RootCommand("Every figure is measured against a floor in the same run; the table is also written to artifacts/bench/NAME.json.")
{
    CollectBench.Create(),
    ImportBench.Create(),
    GetHotBench.Create(),
    GetKvBench.Create(),
    GetEmbeddedBench.Create(),
    GetPostgresBench.Create(),
    StampedeBench.Create(),
    CoherenceBench.Create(),
    RetrievalBench.Create(),
    SearchBench.Create(),
    KnowledgeBench.Create(),
    CentralAbsentBench.Create(),
    PackageServer.CreateCommand(),
    LoadGenerator.CreateCommand(),
    FloorServer.CreateCommand(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var problem in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(problem.Message);
    }

    await Console.Error.WriteLineAsync("See: ./singularity bench --help");
    return 2;
}

return await parsed.InvokeAsync();
