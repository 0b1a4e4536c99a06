using System.Text.Json;
using System.Text.Json.Serialization;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Packages;

namespace Singularity.Contracts.Json;

/// <summary>The one JSON shape of the wire, the stores, HTTP and <c>--json</c>: camelCase, nulls left out, enums by name.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(PackageRecord))]
[JsonSerializable(typeof(CollectedPackage))]
[JsonSerializable(typeof(Snippet))]
[JsonSerializable(typeof(GetPackage))]
[JsonSerializable(typeof(PackageAnswer))]
[JsonSerializable(typeof(PackageStored))]
[JsonSerializable(typeof(DeletePackage))]
[JsonSerializable(typeof(PackageDeleted))]
[JsonSerializable(typeof(ListPackages))]
[JsonSerializable(typeof(FindByTags))]
[JsonSerializable(typeof(PackagePage))]
[JsonSerializable(typeof(StorageStats))]
[JsonSerializable(typeof(CollectPackage))]
[JsonSerializable(typeof(CollectReport))]
[JsonSerializable(typeof(CollectProgress))]
[JsonSerializable(typeof(PackageCollected))]
[JsonSerializable(typeof(PackageFailed))]
[JsonSerializable(typeof(PackageInvalidated))]
[JsonSerializable(typeof(SearchPackages))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(ImportPackages))]
[JsonSerializable(typeof(ImportStarted))]
[JsonSerializable(typeof(GetImport))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(DiffPackages))]
[JsonSerializable(typeof(PackageDiff))]
[JsonSerializable(typeof(SearchExamples))]
[JsonSerializable(typeof(ExamplesAnswer))]
[JsonSerializable(typeof(OsvDocument))]
[JsonSerializable(typeof(CheckAdvisories))]
[JsonSerializable(typeof(AdvisoryAnswer))]
[JsonSerializable(typeof(LoadAdvisories))]
[JsonSerializable(typeof(LoadIndex))]
[JsonSerializable(typeof(IndexLoaded))]
[JsonSerializable(typeof(GetIndexState))]
[JsonSerializable(typeof(SearchIndexState))]
[JsonSerializable(typeof(ClearIndex))]
[JsonSerializable(typeof(IndexCleared))]
[JsonSerializable(typeof(IndexLoadReport))]
[JsonSerializable(typeof(AdvisoriesLoaded))]
[JsonSerializable(typeof(ApplyAdvisories))]
[JsonSerializable(typeof(AdvisoriesApplied))]
[JsonSerializable(typeof(AdvisoryLoadReport))]
[JsonSerializable(typeof(InstanceHello))]
[JsonSerializable(typeof(InstanceHeartbeat))]
[JsonSerializable(typeof(CentralInstance))]
[JsonSerializable(typeof(ListInstances))]
[JsonSerializable(typeof(InstancePage))]
[JsonSerializable(typeof(CentralCloudStats))]
[JsonSerializable(typeof(Observation))]
[JsonSerializable(typeof(Pattern))]
[JsonSerializable(typeof(PatternScore))]
[JsonSerializable(typeof(PatternQuery))]
[JsonSerializable(typeof(PatternAnswer))]
[JsonSerializable(typeof(SyncObservations))]
[JsonSerializable(typeof(ObservationPage))]
[JsonSerializable(typeof(IReadOnlyList<PackageVersion>))]
[JsonSerializable(typeof(IReadOnlyList<Snippet>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class SingularityJson : JsonSerializerContext;
