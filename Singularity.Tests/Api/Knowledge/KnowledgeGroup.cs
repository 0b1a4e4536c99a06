using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

/// <summary>Tests of an instance's knowledge, which need both servers.</summary>
[CollectionDefinition("knowledge")]
public sealed class KnowledgeGroup : ICollectionFixture<NatsServerFixture>, ICollectionFixture<PostgresFixture>;
