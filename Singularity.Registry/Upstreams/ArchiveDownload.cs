using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams;

/// <summary>Downloads archives, hashing while they arrive; nothing of one can be read before all of it has matched.</summary>
internal sealed class ArchiveDownload(UpstreamHttp http, IOptions<UpstreamOptions> options) : IDisposable
{
    /// <summary>What is noted of an archive that a signature verifies instead of a stated checksum.</summary>
    private const string AlgorithmOfSigned = "sha512";

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="request">Whose <see cref="UpstreamRequest.What"/> names the archive in every message.</param>
    public async Task<UpstreamArchive> GetAsync(
        UpstreamRequest request, ArchiveSource source, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        request = request with
        {
            AllowCompression = false,
            MaxBytes = options.Value.MaxArchiveBytes,
            TooLargeCode = ErrorCodes.BadArchive,
            Progress = (done, total) => progress?.Report(new UpstreamProgress(UpstreamStages.Download, done, total)),
        };
        var gate = _gates.GetOrAdd(
            request.Registry.GetLeftPart(UriPartial.Authority), _ => new SemaphoreSlim(options.Value.ConcurrentDownloads));
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await http.GetAsync(request, body => ReadAsync(body, request, source, progress, cancellationToken), cancellationToken) switch
            {
                UpstreamReply<UpstreamArchive>.Received received => received.Value,
                UpstreamReply<UpstreamArchive>.Failed { Problem.Code: ErrorCodes.BadArchive } bad => new UpstreamArchive.Bad(bad.Problem.Message),
                UpstreamReply<UpstreamArchive>.Failed failed => new UpstreamArchive.Unavailable(failed.Problem),
                _ => new UpstreamArchive.Unavailable(new UpstreamProblem(
                    ErrorCodes.BadUpstream, $"{request.RegistryName} lists {request.What} but does not have it. Try another version or registry.")),
            };
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Dispose();
        }
    }

    private async Task<UpstreamArchive> ReadAsync(
        UpstreamBody body, UpstreamRequest request, ArchiveSource source, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var algorithm = source.Checksums.Count > 0 ? source.Checksums[0].Algorithm : AlgorithmOfSigned;
        var stated = source.Checksums.TakeWhile(c => c.Algorithm == algorithm).ToArray();
        using var hash = IncrementalHash.CreateHash(new HashAlgorithmName(algorithm.ToUpperInvariant()));
        var spool = SpooledStream.Create(body.Announced, options.Value.MaxArchiveBytesInMemory);
        try
        {
            var buffer = new byte[81920];
            int count;
            while ((count = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, count);
                spool = await SpooledStream.MakeRoomAsync(spool, count, options.Value.MaxArchiveBytesInMemory, cancellationToken);
                await spool.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }

            var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
            progress?.Report(new UpstreamProgress(UpstreamStages.Verify, spool.Length, spool.Length));
            var name = $"{char.ToUpperInvariant(request.What[0])}{request.What[1..]}";
            if (stated.Length == 0 && source.Signature is { } signature)
            {
                if (signature(spool) is { } problem)
                {
                    return new UpstreamArchive.Bad($"{name} {problem} Nothing else was read from it.");
                }

                stated = [new ArchiveChecksum(algorithm, actual)];
            }

            if (Array.Find(stated, c => c.Value == actual) is not { } matched)
            {
                return new UpstreamArchive.Bad(
                    $"{name} does not match its {algorithm} checksum: expected "
                    + $"{string.Join(" or ", stated.Select(c => c.Value))}, got {actual} over {spool.Length} bytes. Nothing was read from it. "
                    + "Try again; if it stays so, the registry or a proxy serves altered bytes.");
            }

            var archive = new VerifiedArchive(spool, matched);
            spool = Stream.Null;
            return new UpstreamArchive.Verified(archive);
        }
        finally
        {
            await spool.DisposeAsync();
        }
    }
}
