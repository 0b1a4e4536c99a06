using Singularity.ServiceDefaults.Home;

namespace Singularity.Tests.ServiceDefaults.Home;

public sealed class SingularityHomeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("home-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void SINGULARITY_HOME_wins()
    {
        Resolve(("SINGULARITY_HOME", _folder), ("XDG_DATA_HOME", "/elsewhere")).Path.ShouldBe(_folder);
    }

    [Fact]
    public void The_data_directory_of_the_user_is_the_default()
    {
        var variable = OperatingSystem.IsWindows() ? "LOCALAPPDATA" : "XDG_DATA_HOME";
        Resolve((variable, _folder)).Path.ShouldBe(Path.Combine(_folder, "singularity"));
    }

    [Fact]
    public void Without_variables_or_with_a_relative_one_it_is_under_the_home_folder()
    {
        if (!OperatingSystem.IsWindows())
        {
            var expected = Path.Combine(_folder, ".local", "share", "singularity");
            Resolve(("HOME", _folder)).Path.ShouldBe(expected);
            Resolve(("HOME", _folder), ("XDG_DATA_HOME", "relative")).Path.ShouldBe(expected);
        }
    }

    [Fact]
    public void Others_pass_through_a_folder_that_it_creates_but_do_not_look_around()
    {
        var home = Resolve(("SINGULARITY_HOME", Path.Combine(_folder, "new")));
        var file = home.File("cache.db");

        file.ShouldBe(Path.Combine(_folder, "new", "cache.db"));
        Directory.Exists(home.Path).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(home.Path).ShouldBe(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    private static SingularityHome Resolve(params (string Name, string Value)[] variables) =>
        SingularityHome.Resolve(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
