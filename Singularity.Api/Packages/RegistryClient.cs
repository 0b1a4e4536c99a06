using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Packages;

/// <summary>The registry's micro-service, over NATS; the API has no other way to packages.</summary>
internal sealed class RegistryClient(NatsRequester requester, Subjects subjects, IOptions<ApiOptions> options)
{
    private TimeSpan ReadTimeout => options.Value.ReadTimeout;

    public Task<ServiceReply<PackageAnswer>> GetAsync(PackageSpec spec, int? maxAge, IReadOnlyList<string>? include, CancellationToken cancellationToken) =>
        requester.RequestAsync<GetPackage, PackageAnswer>(
            subjects.Get,
            new GetPackage(spec.Ecosystem, spec.Name, spec.Version, maxAge, include),
            ReadTimeout,
            cancellationToken);

    /// <summary>The answer's bytes, in a buffer that whoever gets it disposes.</summary>
    public Task<ServiceReply<NatsMemoryOwner<byte>>> GetStoredAsync(PackageSpec spec, int? maxAge, CancellationToken cancellationToken) =>
        requester.RequestAsync<GetPackage, NatsMemoryOwner<byte>>(
            subjects.Get, new GetPackage(spec.Ecosystem, spec.Name, spec.Version, maxAge), ReadTimeout, cancellationToken);

    public Task<ServiceReply<PackagePage>> ListAsync(ListPackages request, CancellationToken cancellationToken) =>
        requester.RequestAsync<ListPackages, PackagePage>(subjects.List, request, ReadTimeout, cancellationToken);

    public Task<ServiceReply<PackageDeleted>> DeleteAsync(PackageSpec spec, CancellationToken cancellationToken) =>
        requester.RequestAsync<DeletePackage, PackageDeleted>(
            subjects.Delete, new DeletePackage(spec.Ecosystem, spec.Name, spec.Version), ReadTimeout, cancellationToken);

    public Task<ServiceReply<SearchAnswer>> SearchAsync(SearchPackages request, CancellationToken cancellationToken) =>
        requester.RequestAsync<SearchPackages, SearchAnswer>(subjects.Search, request, ReadTimeout, cancellationToken);

    public Task<ServiceReply<StorageStats>> StatsAsync(CancellationToken cancellationToken) =>
        requester.RequestAsync<ListPackages, StorageStats>(subjects.Stats, new ListPackages(), ReadTimeout, cancellationToken);

    public Task<ServiceReply<PackageDiff>> DiffAsync(DiffPackages request, CancellationToken cancellationToken) =>
        requester.RequestAsync<DiffPackages, PackageDiff>(subjects.Diff, request, options.Value.CollectTimeout, cancellationToken);

    public Task<ServiceReply<ImportStarted>> ImportAsync(ImportPackages request, CancellationToken cancellationToken) =>
        requester.RequestAsync<ImportPackages, ImportStarted>(subjects.Import, request, ReadTimeout, cancellationToken);

    public Task<ServiceReply<ImportReport>> GetImportAsync(string jobId, CancellationToken cancellationToken) =>
        requester.RequestAsync<GetImport, ImportReport>(subjects.ImportGet, new GetImport(jobId), ReadTimeout, cancellationToken);

    public Task<ServiceReply<CollectReport>> CollectAsync(CollectPackage request, CancellationToken cancellationToken) =>
        requester.RequestAsync<CollectPackage, CollectReport>(subjects.Collect, request, options.Value.CollectTimeout, cancellationToken);
}
