using System.Net;
using System.Text.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api;

/// <summary>The API over a real server, and a peer that plays the registry.</summary>
[Collection("nats")]
public abstract class ApiTest(NatsServerFixture nats) : IAsyncLifetime
{
    private readonly string _prefix = NatsPeer.NewPrefix();
    private ApiHost? _api;
    private NatsPeer? _peer;

    internal HttpClient Client => _api!.Client;

    internal NatsPeer Peer => _peer!;

    internal Subjects Subjects => Peer.Subjects;

    protected virtual string[] Settings => [];

    /// <summary>Another one beside it, with other settings.</summary>
    internal Task<ApiHost> StartAnotherAsync(params string[] settings) => ApiHost.StartAsync(nats.Url, _prefix, settings);

    public async Task InitializeAsync()
    {
        _peer = new NatsPeer(nats.Url, _prefix);
        await _peer.Connection.ConnectAsync();
        _api = await ApiHost.StartAsync(nats.Url, _prefix, Settings);
    }

    public async Task DisposeAsync()
    {
        await _api!.DisposeAsync();
        await _peer!.DisposeAsync();
    }

    internal Task ServePackageAsync(Func<GetPackage, ServiceReply<PackageAnswer>> answer) =>
        Peer.ServeAsync<GetPackage, PackageAnswer>(Subjects.Get, (request, _) => Task.FromResult(answer(request)));

    internal static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>The problem's detail, after its status has been checked in both places.</summary>
    internal static async Task<string> ReadProblemAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var problem = await ReadAsync(response, expected);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("status").GetInt32().ShouldBe((int)expected);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        return problem.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : "";
    }
}
