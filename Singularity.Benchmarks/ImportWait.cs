using Singularity.Benchmarks.Topology;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks;

internal static class ImportWait
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>The report once nothing is waiting.</summary>
    public static async Task<ImportReport> ForAsync(RunningTopology topology, string jobId)
    {
        while (true)
        {
            var report = await topology.AskAsync<GetImport, ImportReport>(topology.Subjects.ImportGet, new GetImport(jobId));
            if (report.State == ImportReport.Done)
            {
                return report;
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }
}
