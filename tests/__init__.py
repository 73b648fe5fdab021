"""Tests of noticeparse, and the instruments they measure with."""
