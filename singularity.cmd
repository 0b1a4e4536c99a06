@echo off
rem singularity: start, test and every verb of the command line on Windows, with the real packages and Docker.
setlocal
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
if not defined PackageSet set PackageSet=nuget
set "ROOT=%~dp0"
set "CLI=%ROOT%artifacts\bin\Singularity.Registry\release\Singularity.Registry.dll"
where dotnet >nul 2>nul || (
    echo singularity: the .NET SDK 10.0 is missing: get it from https://dotnet.microsoft.com/download/dotnet/10.0 1>&2
    exit /b 1
)
set "VERB=%~1"
if "%VERB%"=="" set "VERB=help"
for /f "tokens=1*" %%a in ("%*") do set "REST=%%b"
if /i "%VERB%"=="help" goto help
if /i "%VERB%"=="up" goto up
if /i "%VERB%"=="test" goto test
if /i "%VERB%"=="doctor" goto doctor
if /i "%VERB%"=="bench" goto bench

pushd "%ROOT%"
dotnet build Singularity.Registry -c Release -v q --nologo 1>&2
set "CODE=%ERRORLEVEL%"
popd
if not "%CODE%"=="0" exit /b %CODE%
dotnet "%CLI%" %*
exit /b %ERRORLEVEL%

:up
call :engine || exit /b 1
cd /d "%ROOT%"
dotnet run --project Singularity.AppHost -c Release -- %REST%
exit /b %ERRORLEVEL%

:test
call :engine || exit /b 1
cd /d "%ROOT%"
dotnet test Singularity.Aspire.sln -c Release --nologo %REST%
exit /b %ERRORLEVEL%

:bench
if not exist "%ROOT%Singularity.Benchmarks" (
    echo singularity: there are no benchmarks in this version 1>&2
    exit /b 2
)
cd /d "%ROOT%"
dotnet run --project Singularity.Benchmarks -c Release -- %REST%
exit /b %ERRORLEVEL%

:doctor
set CODE=0
cd /d "%ROOT%"
for /f %%v in ('dotnet --version 2^>nul') do set "SDK=%%v"
if defined SDK (echo ok    sdk               .NET SDK %SDK%) else (
    echo fail  sdk               no .NET SDK 10.0.100 or newer: get it from https://dotnet.microsoft.com/download/dotnet/10.0
    set CODE=1
)
docker info >nul 2>nul && (echo ok    container-engine  docker answers) || (
    echo fail  container-engine  docker does not answer: start Docker Desktop
    set CODE=1
)
exit /b %CODE%

:engine
docker info >nul 2>nul && exit /b 0
echo singularity: Docker does not answer, and NATS and PostgreSQL run in its containers: start Docker Desktop 1>&2
exit /b 1

:help
echo singularity VERB [arguments]
echo.
echo   up       build and start everything: NATS, PostgreSQL, registry, CentralCloud, API
echo   test     run all tests; further arguments go to dotnet test
echo   doctor   check this machine
echo   bench    run the benchmarks
echo   help     this text
echo.
echo Every other verb is the command line's, which `singularity --help` describes.
exit /b 0
