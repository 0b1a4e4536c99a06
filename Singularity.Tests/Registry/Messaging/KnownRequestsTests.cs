using System.Text;
using Singularity.Contracts.Identity;
using Singularity.Registry.Messaging;

namespace Singularity.Tests.Registry.Messaging;

public sealed class KnownRequestsTests
{
    private static readonly KnownRequest Express = new(new PackageSpec(Ecosystem.Npm, "express", null), "npm.express", null);

    [Fact]
    public void Knows_a_request_by_its_bytes_alone()
    {
        var known = new KnownRequests();
        known.Add("{\"name\":\"express\"}"u8, Express);

        known.TryFind("{\"name\":\"express\"}"u8, out var found).ShouldBeTrue();
        found.ShouldBe(Express);
        known.TryFind("{\"name\":\"Express\"}"u8, out _).ShouldBeFalse();
        known.TryFind([], out _).ShouldBeFalse();
    }

    [Fact]
    public void Begins_anew_when_it_is_full_and_takes_no_long_requests()
    {
        var known = new KnownRequests();
        known.Add(new byte[300], Express);
        known.TryFind(new byte[300], out _).ShouldBeFalse();
        for (var i = 0; i <= KnownRequests.Most; i++)
        {
            known.Add(Encoding.ASCII.GetBytes($"request {i}"), Express);
        }

        known.TryFind("request 0"u8, out _).ShouldBeFalse();
        known.Add("request 0"u8, Express);
        known.TryFind("request 0"u8, out _).ShouldBeTrue();
    }
}
