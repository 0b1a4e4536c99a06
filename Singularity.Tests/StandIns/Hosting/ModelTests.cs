using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Singularity.Tests.StandIns.Hosting;

public sealed class ModelTests
{
    [Fact]
    public async Task Waiting_for_a_database_also_waits_for_its_server()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        var database = builder.AddPostgres("postgres").AddDatabase("singularity");
        var api = builder.AddProject<Projects.Singularity_Api>("api").WaitFor(database);

        api.Resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).ShouldBe(["postgres", "singularity"], ignoreOrder: true);
    }

    [Fact]
    public async Task Every_resource_names_its_health_check()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        var nats = builder.AddNats("nats");
        var database = builder.AddPostgres("postgres").AddDatabase("singularity");
        var api = builder.AddProject<Projects.Singularity_Api>("api").WithHttpHealthCheck("/health");

        Checks(nats.Resource).ShouldBe(["nats_check"]);
        Checks(database.Resource.Parent).ShouldBe(["postgres_check"]);
        Checks(database.Resource).ShouldBe(["singularity_check"]);
        Checks(api.Resource).ShouldBe(["api_http_/health_200_check"]);
    }

    [Fact]
    public async Task Names_are_unique_whatever_their_case()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        builder.AddNats("nats");

        Should.Throw<DistributedApplicationException>(() => builder.AddNats("NATS")).Message.ShouldContain("already exists");
    }

    [Theory]
    [InlineData("")]
    [InlineData("4nats")]
    [InlineData("na ts")]
    [InlineData("nats-")]
    [InlineData("na--ts")]
    public async Task Names_that_are_no_host_names_are_refused(string name)
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();

        Should.Throw<ArgumentException>(() => builder.AddNats(name));
    }

    [Fact]
    public async Task A_resource_cannot_wait_for_itself()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        var nats = builder.AddNats("nats");

        Should.Throw<DistributedApplicationException>(() => nats.WaitFor(nats));
    }

    [Fact]
    public async Task A_generated_password_is_long_and_keeps_to_its_characters()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        var nats = builder.AddNats("nats").Resource;

        var password = await nats.PasswordParameter!.GetValueAsync(CancellationToken.None);

        password!.Length.ShouldBeGreaterThanOrEqualTo(22);
        password.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c));
    }

    [Fact]
    public async Task A_parameter_without_a_value_says_which_key_is_missing()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        var parameter = builder.AddParameter("token", secret: true).Resource;

        var missing = await Should.ThrowAsync<MissingParameterValueException>(async () => await parameter.GetValueAsync(CancellationToken.None));
        missing.Message.ShouldContain("Parameters:token");
    }

    [Fact]
    public async Task An_expression_has_a_value_for_running_and_one_for_the_manifest()
    {
        var parameter = new ParameterResource("secret", _ => "a b", secret: true);
        var expression = ReferenceExpression.Create($"{{x}}={parameter:uri};{"lit{eral"}");

        expression.ValueExpression.ShouldBe("{x}={secret.value};lit{eral");
        (await expression.GetValueAsync(CancellationToken.None)).ShouldBe("{x}=a%20b;lit{eral");
    }

    private static IEnumerable<string> Checks(IResource resource) =>
        resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key);
}
