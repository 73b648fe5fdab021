from noticeparse.cli import main

main()
