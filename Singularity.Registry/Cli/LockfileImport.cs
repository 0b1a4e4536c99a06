using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Lockfiles;
using Singularity.Registry.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Cli;

/// <summary>One run of import: reads the lockfiles here, so that their errors have a path and a line, and hands on the packages.</summary>
internal sealed class LockfileImport(string path, string? format, CliRequest request)
{
    private const long MaxFileBytes = 64 * 1024 * 1024;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var files = Directory.Exists(path) ? LockfileScan.Find(path) : [path];
        if (files.Count == 0)
        {
            return Terminal.Fail(
                Contracts.Messaging.ErrorCodes.NotFound,
                $"No lockfile was found under {path}. Known are: {string.Join(", ", LockfileFormats.Names)}.", request.Json, request.Output, request.Error);
        }

        var packages = new List<PackageSpec>();
        var skipped = new List<ImportSkipped>();
        var unreadable = 0;
        foreach (var file in files)
        {
            switch (await ReadAsync(file, cancellationToken))
            {
                case LockfileReading.Read read:
                    packages.AddRange(read.Packages.Select(static p => p.Spec));
                    skipped.AddRange(read.Skipped.Select(static s => new ImportSkipped(s.Name, s.Reason, s.Line)));
                    break;
                case LockfileReading.Malformed malformed when files.Count == 1:
                    return Terminal.Fail(Contracts.Messaging.ErrorCodes.BadRequest, malformed.Message, request.Json, request.Output, request.Error);
                case LockfileReading.Malformed malformed:
                    unreadable++;
                    await request.Error.WriteLineAsync(Terminal.Plain(malformed.Message));
                    break;
            }
        }

        return Math.Max(await CollectAsync([.. packages.Distinct()], skipped, cancellationToken), unreadable > 0 ? ExitCodes.Failed : ExitCodes.Done);
    }

    private async Task<LockfileReading> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(file);
            return info.Length > MaxFileBytes
                ? new LockfileReading.Malformed($"{file} has {info.Length} bytes; at most {MaxFileBytes} are read.")
                : LockfileFormats.Read(file, format, await File.ReadAllBytesAsync(file, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LockfileReading.Malformed($"{file} cannot be read: {exception.Message}");
        }
    }

    private async Task<int> CollectAsync(IReadOnlyList<PackageSpec> packages, List<ImportSkipped> skipped, CancellationToken cancellationToken)
    {
        await using var bar = StepBars.OfJob(request.Error, $"import {path}");
        await using var session = await CliSession.OpenAsync(request.Error, bar, cancellationToken);
        var jobId = Guid.CreateVersion7().ToString("N");
        using var follow = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = session.FollowAsync(jobId, bar, follow.Token);
        try
        {
            foreach (var part in packages.Chunk(ImportEndpoint.MaxPackages).DefaultIfEmpty([]))
            {
                var purls = part.Select(static p => PackageUrl.Format(p.Ecosystem, p.Name, p.Version)).ToList();
                var started = await session.RequestAsync<ImportPackages, ImportStarted>(
                    static subjects => subjects.Import, new ImportPackages(path, Packages: purls, JobId: jobId), cancellationToken);
                if (started is ServiceReply<ImportStarted>.Failed refused)
                {
                    return Terminal.Fail(refused.Code, refused.Message, request.Json, request.Output, request.Error);
                }
            }

            var reply = await session.FinishImportAsync(jobId, cancellationToken);
            await follow.CancelAsync();
            await following;
            await bar.DisposeAsync();
            var code = request.Answer(reply, SingularityJson.Default.ImportReport, report => Write(report, skipped));
            return reply is ServiceReply<ImportReport>.Ok { Value.Failed: > 0 } ? ExitCodes.Failed : code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await request.Error.WriteLineAsync(session.IsLocal
                ? "Stopped. The same command goes on where it was."
                : "The services go on with it. The same command shows where it stands.");
            return ExitCodes.Failed;
        }
        finally
        {
            await follow.CancelAsync();
            await following;
        }
    }

    private void Write(ImportReport report, List<ImportSkipped> skipped)
    {
        var seconds = ((report.FinishedAt ?? report.StartedAt) - report.StartedAt).TotalSeconds;
        request.Output.WriteLine(
            $"{Terminal.Plain(path)}: {report.Total} packages, {report.Held} stored already, {report.Collected} collected ({report.Bytes / 1048576.0:0.#} MiB in {seconds:0.#} s), "
            + $"{report.Failed} failed, {skipped.Count} entries of no registry");
        foreach (var failure in report.Failures)
        {
            request.Output.WriteLine($"  {Terminal.Plain(failure.Purl)}: {Terminal.Plain(failure.Error)}");
        }
    }
}
