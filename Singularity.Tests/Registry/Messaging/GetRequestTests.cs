using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Messaging;

namespace Singularity.Tests.Registry.Messaging;

public sealed class GetRequestTests
{
    [Theory]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":\"express\"}")]
    [InlineData(" { \"name\" : \"tokio\" , \"ecosystem\" : \"cargo\", \"version\": \"1.48.0\" } ")]
    [InlineData("{\"ecosystem\":\"hex\",\"name\":\"ecto\",\"maxAge\":60}")]
    [InlineData("{\"ecosystem\":\"nuget\",\"name\":\"Polly\",\"version\":\"\"}")]
    [InlineData("{\"ecosystem\":\"pypi\",\"name\":\"requests\",\"maxAge\":-1}")]
    public void Reads_plain_requests_in_one_pass(string json) =>
        GetRequest.ReadPlain(Encoding.UTF8.GetBytes(json)).ShouldNotBeNull().ShouldBe(JsonSerializer.Deserialize(json, SingularityJson.Default.GetPackage));

    [Theory]
    [InlineData("{\"Ecosystem\":\"npm\",\"NAME\":\"express\"}")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":\"expr\\u0065ss\"}")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":\"express\",\"other\":{\"name\":1}}")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":\"express\",\"version\":null}")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":\"express\",\"maxAge\":\"60\"}")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":\"näme\"}")]
    public void Leaves_what_is_not_plain_to_the_generated_reader(string json)
    {
        GetRequest.ReadPlain(Encoding.UTF8.GetBytes(json)).ShouldBeNull();

        GetRequest.TryRead("get", Encoding.UTF8.GetBytes(json), out var request, out _).ShouldBeTrue();
        request.ShouldBe(JsonSerializer.Deserialize(json, SingularityJson.Default.GetPackage));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"ecosystem\":\"cobol\",\"name\":\"x\"}")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":\"x\"} true")]
    [InlineData("{\"ecosystem\":\"npm\",\"name\":\"x\",\"maxAge\":99999999999}")]
    public void Refuses_what_is_no_request_and_does_not_repeat_it(string json)
    {
        GetRequest.TryRead("get", Encoding.UTF8.GetBytes(json), out _, out var problem).ShouldBeFalse();
        problem.ShouldNotBeNull().ShouldContain("get expects");
        problem.ShouldNotContain("cobol");
    }

    [Fact]
    public void Keeps_what_is_to_be_included()
    {
        GetRequest.TryRead("get", "{\"ecosystem\":\"npm\",\"name\":\"x\",\"include\":[\"api\"]}"u8, out var request, out _).ShouldBeTrue();
        request!.Include.ShouldBe(["api"]);
    }

    [Fact]
    public void Reads_as_the_generated_reader_does() => Prop.ForAll<string, string, int>((name, version, number) =>
    {
        var given = new GetPackage((Ecosystem)(Math.Abs(number) % 5), name ?? "", version, number % 2 == 0 ? number : null);
        var json = JsonSerializer.SerializeToUtf8Bytes(given, SingularityJson.Default.GetPackage);

        GetRequest.TryRead("get", json, out var request, out _).ShouldBeTrue();

        request.ShouldBe(JsonSerializer.Deserialize(json, SingularityJson.Default.GetPackage));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_damaged_request_is_read_as_the_generated_reader_would_or_refused() => Prop.ForAll<ushort, byte>((at, value) =>
    {
        var json = "{\"ecosystem\":\"npm\",\"name\":\"express\",\"version\":\"1.0.0\",\"maxAge\":5}"u8.ToArray();
        json[at % json.Length] = value;
        GetPackage? expected = null;
        try
        {
            expected = JsonSerializer.Deserialize(json, SingularityJson.Default.GetPackage);
        }
        catch (JsonException)
        {
            // Then it is to be refused.
        }

        GetRequest.TryRead("get", json, out var request, out _).ShouldBe(expected is not null);
        request.ShouldBe(expected);
    }).QuickCheckThrowOnFailure();
}
