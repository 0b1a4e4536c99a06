using Singularity.Api;

await ApiApp.Create(args).RunAsync();
