namespace Singularity.Contracts.Messaging;

/// <summary>NATS subjects; docs/ARCHITECTURE.md lists request and reply of each. All can be prefixed so that tests and environments share a server.</summary>
public sealed class Subjects(string? prefix = null)
{
    /// <summary>Name and queue group of the registry's micro-service.</summary>
    public const string PackagesService = "packages";

    /// <summary>Name and queue group of CentralCloud's micro-service.</summary>
    public const string CentralCloudService = "centralcloud";

    /// <summary>Name and queue group of an instance's knowledge micro-service.</summary>
    public const string KnowledgeService = "knowledge";

    /// <summary>The JetStream stream of all instances' observations.</summary>
    public const string KnowledgeStream = "KNOWLEDGE";

    private readonly string _prefix = string.IsNullOrEmpty(prefix) ? "" : prefix.TrimEnd('.') + ".";

    public string Get => _prefix + "packages.storage.get";

    public string Store => _prefix + "packages.storage.store";

    public string Delete => _prefix + "packages.storage.delete";

    public string List => _prefix + "packages.storage.list";

    public string StorageSearch => _prefix + "packages.storage.search";

    public string FindByTags => _prefix + "packages.storage.search_by_tags";

    public string Stats => _prefix + "packages.storage.stats";

    public string Collect => _prefix + "packages.registry.collect";

    public string Search => _prefix + "packages.registry.search";

    public string ExamplesSearch => _prefix + "packages.registry.examples.search";

    public string Diff => _prefix + "packages.registry.diff";

    public string Import => _prefix + "packages.registry.import";

    public string ImportGet => _prefix + "packages.registry.imports.get";
    public string Advisories => _prefix + "packages.registry.advisories";

    public string LoadAdvisories => _prefix + "packages.registry.advisories.load";

    public string ApplyAdvisories => _prefix + "packages.registry.advisories.apply";

    public string IndexLoad => _prefix + "packages.registry.index.load";

    public string IndexState => _prefix + "packages.registry.index.state";

    public string IndexClear => _prefix + "packages.registry.index.clear";

    public string Collected => _prefix + "events.packages.collected";

    public string Failed => _prefix + "events.packages.failed";

    public string Invalidated => _prefix + "events.packages.invalidated";

    public string CentralStats => _prefix + "centralcloud.stats";

    public string InstanceHello => _prefix + "centralcloud.instances.hello";

    public string InstanceHeartbeat => _prefix + "centralcloud.instances.heartbeat";

    public string InstanceList => _prefix + "centralcloud.instances.list";

    public string Learn => _prefix + "knowledge.learn";

    public string QueryKnowledge => _prefix + "knowledge.query";

    public string Feedback => _prefix + "knowledge.feedback";

    public string Retract => _prefix + "knowledge.retract";

    public string GetPattern => _prefix + "knowledge.get";

    public string ListPatterns => _prefix + "knowledge.list";

    public string CentralQuery => _prefix + "centralcloud.knowledge.query";

    public string CentralSync => _prefix + "centralcloud.knowledge.sync";

    public string ParkedList => _prefix + "centralcloud.knowledge.parked";

    public string ParkedRedrive => _prefix + "centralcloud.knowledge.redrive";

    public string PatternPromoted => _prefix + "centralcloud.patterns.promoted";

    /// <summary><see cref="KnowledgeStream"/>, under a prefix a stream of its own: streams that share a subject cannot stand side by side.</summary>
    public string ObservationStream => _prefix.Replace('.', '-') + KnowledgeStream;

    /// <summary>All observations, for the stream's configuration.</summary>
    public string AllObservations => Observations("*");

    /// <summary>Where an instance publishes its observations; the server lets it publish only under its own id.</summary>
    public string Observations(string instanceId) => _prefix + "centralcloud.observations." + instanceId;

    public string Progress(string jobId) => _prefix + "packages.registry.progress." + jobId;
}
